using System.CommandLine;

namespace Airlock.Bench;

internal static class Program
{
    /// <summary>How long an interrupted benchmark may take to remove gigabytes.</summary>
    private static readonly TimeSpan s_cleanUp = TimeSpan.FromMinutes(1);

    private static Task<int> Main(string[] arguments) =>
        BenchCommand.Create().Parse(arguments).InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = s_cleanUp,
        });
}
