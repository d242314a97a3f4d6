using Airlock.Protocol;

namespace Airlock.Cli.Output;

/// <summary>
/// Prints on another thread and waits for it, but not past an interrupt: write(2) into a pipe that nobody reads has no
/// end, and SIGINT must have one all the same.
/// </summary>
internal sealed class InterruptiblePrinter : IMessagePrinter
{
    /// <summary>What a printer that isn't stuck needs for its last lines after an interrupt.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(250);

    private readonly IMessagePrinter _printer;
    private readonly CancellationToken _interrupt;
    private Task _printing = Task.CompletedTask;

    public InterruptiblePrinter(IMessagePrinter printer, CancellationToken interrupt)
    {
        _printer = printer;
        _interrupt = interrupt;
    }

    /// <summary>Whether an interrupt came while nobody read; the thread that prints is left behind.</summary>
    public bool IsStuck { get; private set; }

    public void Print(IReadOnlyList<GuestMessage> messages)
    {
        if (IsStuck)
        {
            return;
        }

        _printing = Task.Run(() => _printer.Print(messages), CancellationToken.None);
        IsStuck = !HasPrinted(Timeout.InfiniteTimeSpan, _interrupt) && !HasPrinted(s_grace, CancellationToken.None);
        if (!IsStuck)
        {
            _printing.GetAwaiter().GetResult();
        }
    }

    /// <summary>A printer that is stuck can't be closed; the end of the process does that.</summary>
    public void Dispose()
    {
        if (_printing.IsCompleted)
        {
            _printer.Dispose();
        }
    }

    /// <summary>Whether it came to an end, with an exception or without.</summary>
    private bool HasPrinted(TimeSpan patience, CancellationToken interrupt)
    {
        try
        {
            return Task.WaitAny([_printing], (int)patience.TotalMilliseconds, interrupt) == 0;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
