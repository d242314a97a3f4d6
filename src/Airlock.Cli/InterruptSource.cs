using System.Runtime.InteropServices;

namespace Airlock.Cli;

/// <summary>Turns SIGINT and SIGTERM into a cancelled token, and knows with which exit code to end.</summary>
internal sealed class InterruptSource : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly PosixSignalRegistration[] _registrations;
    private ExitCode _exitCode = ExitCode.Interrupted;

    public InterruptSource()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Interrupt(context, ExitCode.Interrupted)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Interrupt(context, ExitCode.Terminated)),
        ];
    }

    public CancellationToken Token => _cancellation.Token;

    /// <summary>128 plus the number of the first signal that came.</summary>
    public ExitCode ExitCode => _exitCode;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _cancellation.Dispose();
    }

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
}
