using System.Diagnostics;

namespace Airlock.Hypervisor.Process.Tests;

/// <summary>The program that hosts one guest, in a process of its own.</summary>
internal static class HostProgram
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "native", "guesthost");

    /// <summary>Runs it to its end.</summary>
    /// <param name="prefix">A program and its arguments that start it.</param>
    public static (int ExitCode, string Output) Run(string mode, params string[] prefix) => RunCopy(mode, Program, prefix);

    /// <summary>Runs a copy to its end.</summary>
    public static (int ExitCode, string Output) RunCopy(string mode, string copy, params string[] prefix)
    {
        using System.Diagnostics.Process program = Start([.. prefix, copy, mode]);
        Task<string> output = program.StandardOutput.ReadToEndAsync();
        if (!program.WaitForExit(s_patience))
        {
            program.Kill(entireProcessTree: true);
            throw new TimeoutException($"guesthost {mode} doesn't end.");
        }

        return (program.ExitCode, output.GetAwaiter().GetResult().Trim());
    }

    public static System.Diagnostics.Process Start(string mode) => Start([Program, mode]);

    private static System.Diagnostics.Process Start(string[] words)
    {
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };

        // As a worker: without it, the runtime takes more address space than its limit allows.
        start.Environment["DOTNET_GCHeapHardLimit"] = "6000000";
        return System.Diagnostics.Process.Start(start)!;
    }

    /// <summary>A copy where any user can reach it.</summary>
    public static string CopyTo(string folder)
    {
        string copy = Path.Combine(folder, "guesthost");
        File.Copy(Program, copy);
        File.SetUnixFileMode(copy, (UnixFileMode)Convert.ToInt32("755", 8));
        return copy;
    }
}
