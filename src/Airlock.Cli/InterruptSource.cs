using System.Runtime.InteropServices;
using Airlock.Interop;

namespace Airlock.Cli;

/// <summary>Turns SIGINT, SIGTERM and SIGHUP into a cancelled token, and knows with which exit code to end.</summary>
/// <remarks>
/// Nothing here is disposed. The runtime calls a handler on a thread of its own, which may come to it after a job's end; and
/// until the process ends, a late signal must not become what kills it after the output is in place.
/// </remarks>
#pragma warning disable CA1001 // a token's source that may be cancelled until the process ends isn't disposed: see the remarks
internal sealed class InterruptSource
#pragma warning restore CA1001
{
    private const nint SIG_IGN = 1;

    private static readonly (PosixSignal Signal, int Number, ExitCode ExitCode)[] s_signals =
    [
        (PosixSignal.SIGINT, LibC.SIGINT, ExitCode.Interrupted),
        (PosixSignal.SIGTERM, LibC.SIGTERM, ExitCode.Terminated),
        (PosixSignal.SIGHUP, LibC.SIGHUP, ExitCode.HungUp),
    ];

    private static InterruptSource? s_current;

    private readonly CancellationTokenSource _cancellation = new();
    private readonly PosixSignalRegistration[] _registrations;
    private ExitCode _exitCode = ExitCode.Interrupted;

    /// <exception cref="IOException">The runtime can't listen for signals.</exception>
    public InterruptSource()
    {
        _registrations =
        [
            .. s_signals
                .Where(signal => !IsIgnored(signal.Number))
                .Select(signal => PosixSignalRegistration.Create(signal.Signal, context => Interrupt(context, signal.ExitCode))),
        ];
        s_current = this; // which keeps the registrations from the garbage collector, too
    }

    public CancellationToken Token => _cancellation.Token;

    /// <summary>128 plus the number of the first signal that came.</summary>
    public ExitCode ExitCode => _exitCode;

    /// <summary>Has a job that is under way clean up and end, as an interrupt does.</summary>
    public static void CancelCurrent() => s_current?._cancellation.Cancel();

    /// <summary>The first signal cleans up; with a second one the impatient user gets the system's own way.</summary>
    private void Interrupt(PosixSignalContext context, ExitCode exitCode)
    {
        if (_cancellation.IsCancellationRequested)
        {
            return;
        }

        context.Cancel = true;
        _exitCode = exitCode;
        _cancellation.Cancel();
    }

    /// <summary>As nohup(1) and a shell's background jobs have it, which is to stay so.</summary>
    private static bool IsIgnored(int signal) =>
        LibC.sigaction(signal, 0, out LibC.SigAction action) == 0 && action.sa_handler == SIG_IGN;
}
