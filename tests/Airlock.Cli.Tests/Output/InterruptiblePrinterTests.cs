using Airlock.Cli.Output;
using Airlock.Protocol;

namespace Airlock.Cli.Tests.Output;

/// <summary>A reader that doesn't read can't keep the program from ending.</summary>
public sealed class InterruptiblePrinterTests : IDisposable
{
    private readonly CancellationTokenSource _interrupt = new();
    private readonly GatedPrinter _inner = new();

    public void Dispose()
    {
        _inner.Gate.Set();
        _interrupt.Dispose();
    }

    [Fact]
    public void What_is_printed_is_printed_in_order_and_before_it_returns()
    {
        _inner.Gate.Set();
        using (var printer = new InterruptiblePrinter(_inner, _interrupt.Token))
        {
            printer.Print([Message(1), Message(2)]);
            printer.Print([Message(3)]);
            Assert.Equal([Message(1), Message(2), Message(3)], _inner.Printed);
        }

        Assert.True(_inner.IsDisposed);
    }

    [Fact]
    public void An_interrupt_ends_the_wait_for_a_printer_that_is_stuck_and_nothing_more_is_printed()
    {
        using var printer = new InterruptiblePrinter(_inner, _interrupt.Token);
        _interrupt.Cancel();
        printer.Print([Message(1)]);
        printer.Print([Message(2)]);
        Assert.Equal([Message(1)], _inner.Begun);
    }

    [Fact]
    public void After_an_interrupt_a_printer_that_works_still_prints()
    {
        _inner.Gate.Set();
        _interrupt.Cancel();
        using var printer = new InterruptiblePrinter(_inner, _interrupt.Token);
        printer.Print([Message(1)]);
        Assert.Equal([Message(1)], _inner.Printed);
    }

    [Fact]
    public void What_the_printer_fails_with_reaches_the_caller()
    {
        var full = new LinePrinter(MessageText.WriteLine, new FullStream());
        using var printer = new InterruptiblePrinter(full, _interrupt.Token);
        var e = Assert.Throws<PrintException>(() => printer.Print([Message(1)]));
        Assert.Equal(
            "Messages can't be written to standard output: No space left on device. The job was ended for it.",
            e.Message);
    }

    private static GuestMessage Message(ulong sector) => new() { Error = new ErrorMessage { Sector = sector } };
}
