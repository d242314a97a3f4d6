using Airlock.Cli.Commands;
using Airlock.Vmm.Results;
using Airlock.Vmm.Workers;

namespace Airlock.Cli;

/// <summary>
/// The worker of a job, started before the command line is even parsed: its runtime starts on another core meanwhile.
/// </summary>
internal static class EarlyWorker
{
    /// <summary>This program, also if its file has been replaced since.</summary>
    private const string ThisProgram = "/proc/self/exe";

    private static WorkerProcess? s_started;

    /// <summary>Starts it if these arguments look like a job that wants one; if that was wrong, nothing comes of it.</summary>
    public static void Start(string[] arguments)
    {
        if (arguments is not ["copy" or "run", ..] || arguments.Contains(JobOptions.NoSandbox))
        {
            return;
        }

        try
        {
            s_started = WorkerProcess.Start(ThisProgram);
        }
        catch (AirlockException)
        {
            // The job tries once more, and tells why, unless there is something more important to tell.
        }
    }

    /// <summary>The worker, for one job.</summary>
    /// <exception cref="AirlockException">It can't be started.</exception>
    public static WorkerProcess Take() => Interlocked.Exchange(ref s_started, null) ?? WorkerProcess.Start(ThisProgram);

    /// <summary>Ends one that nobody has taken.</summary>
    public static void Discard() => Interlocked.Exchange(ref s_started, null)?.Dispose();
}
