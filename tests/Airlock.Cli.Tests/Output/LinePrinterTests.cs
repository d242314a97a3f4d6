using System.Text.Json;
using Airlock.Cli.Output;
using Airlock.Protocol;

namespace Airlock.Cli.Tests.Output;

public sealed class LinePrinterTests : IDisposable
{
    private readonly WriteCountingStream _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Each_message_is_a_line()
    {
        using var printer = new LinePrinter(MessageText.WriteLine, _output);
        printer.Print([Progress(1), Progress(50)]);
        Assert.Equal("[PROGRESS] progress op=copy 1/50 (2%)\n[PROGRESS] progress op=copy 50/50 (100%)\n", _output.Text);
    }

    [Fact]
    public void A_batch_is_written_out_at_once_and_not_kept_back()
    {
        using var printer = new LinePrinter(MessageText.WriteLine, _output);
        printer.Print([Progress(1), Progress(2), Progress(3)]);
        Assert.Equal(1, _output.Writes);
        printer.Print([Progress(4)]);
        Assert.Equal(2, _output.Writes);
    }

    [Fact]
    public void A_huge_batch_is_written_in_pieces()
    {
        const int count = 10_000;
        using var printer = new LinePrinter(MessageText.WriteLine, _output);
        printer.Print([.. Enumerable.Repeat(Progress(1), count)]);
        Assert.Equal(count, _output.Text.Count(c => c == '\n'));
        Assert.InRange(_output.Writes, 2, 20);
    }

    [Fact]
    public void As_JSON_each_line_is_an_object()
    {
        using var printer = new LinePrinter(MessageJson.WriteLine, _output);
        printer.Print([Progress(1), Progress(50)]);
        Assert.All(
            _output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line =>
            {
                JsonElement progress = JsonDocument.Parse(line).RootElement.GetProperty("progress");
                Assert.Equal("50", progress.GetProperty("total").GetString());
            });
    }

    [Fact]
    public void A_message_without_a_form_leaves_no_line()
    {
        using var printer = new LinePrinter(
            (message, output) => PredecessorText.TryWriteLine(message, output), _output);
        printer.Print([new GuestMessage { Init = new InitMessage { Stage = "probe" } }, Progress(11)]);
        Assert.Equal("Progress: 11/50\n", _output.Text);
    }

    private static GuestMessage Progress(ulong current) => new()
    {
        Level = Level.Progress,
        Progress = new ProgressMessage
        {
            Operation = "copy",
            Current = current,
            Total = 50,
            Percent = (uint)(current * 2),
        },
    };
}
