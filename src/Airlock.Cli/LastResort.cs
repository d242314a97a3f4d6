namespace Airlock.Cli;

/// <summary>
/// Where everything ends that nothing before has caught, with a sentence and an exit code. It is caught, not only seen, so
/// that what was begun is cleaned up on the way here.
/// </summary>
internal static class LastResort
{
    /// <summary>How long an error on another thread waits for the first thread to clean up.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private static readonly ManualResetEventSlim s_never = new();

    private static Exception? s_elsewhere;

    /// <summary>Whether a thread other than the first has failed, so that a cancelled token means no interrupt.</summary>
    public static bool HasFailedElsewhere => Volatile.Read(ref s_elsewhere) is not null;

    public static ExitCode Run(Func<ExitCode> program)
    {
        ExitCode exitCode;
        try
        {
            AppDomain.CurrentDomain.UnhandledException += (_, e) => EndFromElsewhere(e.ExceptionObject);
            exitCode = program();
        }
        catch (Exception e)
        {
            exitCode = Tell(Volatile.Read(ref s_elsewhere) ?? e);
        }

        if (HasFailedElsewhere)
        {
            // That thread never ends, and a return from Main would wait for it.
            Environment.Exit((int)exitCode);
        }

        return exitCode;
    }

    /// <summary>Says the error's sentence; tells its exit code.</summary>
    private static ExitCode Tell(Exception e)
    {
        Failure failure = Failure.Of(e);
        Diagnostics.Say(failure.Sentence);
        return failure.ExitCode;
    }

    /// <summary>
    /// Runs on the thread that failed; when it returns, the runtime aborts. So the first thread gets time to see the
    /// cancelled token, undo what it has begun and end the process.
    /// </summary>
    private static void EndFromElsewhere(object failure)
    {
        Exception e = failure as Exception ?? new InvalidOperationException("What was thrown is no exception.");
        if (Interlocked.CompareExchange(ref s_elsewhere, e, null) is null)
        {
            InterruptSource.CancelCurrent();
            s_never.Wait(s_patience);
            Tell(e);
        }
    }
}
