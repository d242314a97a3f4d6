using Airlock.Cli.Output;
using Airlock.Protocol;

namespace Airlock.Cli.Tests.Output;

/// <summary>The bar, where it can't be drawn: the terminal is gone.</summary>
[Collection(ConsoleTests.Name)]
public class ProgressBarPrinterTests
{
    [Fact]
    public async Task A_bar_that_cannot_be_drawn_holds_nobody_up()
    {
        using var console = new CapturedConsole();
        StandardStreams.Error = StandardStreams.WriterOf(new ForgivingStream(new FullStream()));
        await Task.Run(() =>
        {
            using var bar = new ProgressBarPrinter();
            bar.Print([new GuestMessage { Progress = new ProgressMessage { Operation = "copy", Current = 1, Total = 2 } }]);
            bar.Print([new GuestMessage { Error = new ErrorMessage { Operation = "read" } }]);
            bar.Print([new GuestMessage { Complete = new CompleteMessage { Success = true } }]);
        }).WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>And without the stream that forgives, an error is an error, and not a wait without end.</summary>
    [Fact]
    public async Task A_bar_that_fails_is_an_error()
    {
        using var console = new CapturedConsole();
        StandardStreams.Error = StandardStreams.WriterOf(new FullStream());
        await Assert.ThrowsAnyAsync<Exception>(() => Task.Run(() =>
        {
            using var bar = new ProgressBarPrinter();
            bar.Print([new GuestMessage { Error = new ErrorMessage { Operation = "read" } }]);
        }).WaitAsync(TimeSpan.FromSeconds(30)));
    }
}
