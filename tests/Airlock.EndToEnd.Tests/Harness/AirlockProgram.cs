namespace Airlock.EndToEnd.Tests.Harness;

/// <summary>The published program, run as a user would.</summary>
internal static class AirlockProgram
{
    private static readonly Lazy<string> s_path = new(Find);

    /// <summary>Where it lies. Not there is a failure: these tests are about nothing else.</summary>
    public static string Path => s_path.Value;

    public static ProgramResult Run(params string[] arguments) => Start(arguments).Wait();

    public static RunningProgram Start(params string[] arguments) => Start(arguments, readOutput: true);

    /// <summary>Starts it with standard output into a pipe that nobody reads.</summary>
    public static RunningProgram StartUnread(params string[] arguments) => Start(arguments, readOutput: false);

    /// <summary>Runs it with a call on its files that fails.</summary>
    public static ProgramResult Run(Fault fault, params string[] arguments) =>
        RunningProgram.Start("/usr/bin/env", [.. fault.Environment, Path, .. TestMachine.Prepare(arguments)]).Wait();

    /// <summary>Runs a command line that is refused, or answered, before there is a machine.</summary>
    public static ProgramResult RunWithoutMachine(params string[] arguments) => RunningProgram.Start(Path, arguments).Wait();

    /// <summary>
    /// Runs a line of sh, in which "$airlock" is the program, $machine the options for its machine, and $1, $2 ... are the
    /// arguments.
    /// </summary>
    public static ProgramResult RunInShell(string script, params string[] arguments) => StartInShell(script, arguments).Wait();

    /// <summary>Starts such a line; the program is a child of the shell.</summary>
    public static RunningProgram StartInShell(string script, params string[] arguments)
    {
        TestMachine.SkipIfMissing();
        string head = $"airlock='{Path}'; export machine='{string.Join(' ', TestMachine.Options)}'";
        return RunningProgram.Start("/bin/sh", ["-c", $"{head}\n{script}", "sh", .. arguments]);
    }

    private static RunningProgram Start(string[] arguments, bool readOutput) =>
        RunningProgram.Start(Path, TestMachine.Prepare(arguments), readOutput);

    private static string Find()
    {
        string path = Environment.GetEnvironmentVariable("AIRLOCK_PROGRAM") is { Length: > 0 } given
            ? given
            : System.IO.Path.Combine(RepositoryRoot(), "artifacts", "airlock", "airlock");
        return File.Exists(path)
            ? path
            : throw new InvalidOperationException(
                $"The program '{path}' is missing: run ./build.sh, or set AIRLOCK_PROGRAM.");
    }

    private static string RepositoryRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Airlock.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("These tests run inside a checkout, or with AIRLOCK_PROGRAM set.");
    }
}
