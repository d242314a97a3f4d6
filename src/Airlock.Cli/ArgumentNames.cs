using Airlock.Cli.Launch;
using Airlock.Interop;

namespace Airlock.Cli;

/// <summary>
/// Arguments that keep every byte that they were given. A file's name needn't be UTF-8, and the runtime's strings have U+FFFD
/// for what isn't.
/// </summary>
internal static class ArgumentNames
{
    private const char Replacement = '\ufffd';

    /// <summary>The arguments, as <see cref="PathBytes"/> reads them.</summary>
    public static string[] WithoutLoss(string[] arguments) =>
        [.. arguments.Select((argument, index) => argument.Contains(Replacement) ? PathBytes.Decode(Startup.ArgumentBytes(index + 1)) : argument)];
}
