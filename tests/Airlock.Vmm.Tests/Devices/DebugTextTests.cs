using System.Text;
using Airlock.Vmm.Devices;
using Airlock.Vmm.Jobs;
using Microsoft.Extensions.Logging;

namespace Airlock.Vmm.Tests.Devices;

/// <summary>What a guest writes to COM2 reaches the log as lines, a bounded number of bounded ones.</summary>
public class DebugTextTests
{
    private const int MaxLineLength = 256;
    private const int MaxLines = 1000;

    private readonly RecordingLogger _log = new();
    private readonly DebugText _text;

    public DebugTextTests()
    {
        _text = new DebugText(new DebugLog(_log).Write);
    }

    [Fact]
    public void A_line_is_logged_when_it_ends()
    {
        Write("hello");
        Assert.Empty(_log.Lines);
        Write("\n");
        Assert.Equal([(LogLevel.Information, "guest: hello")], _log.Lines);
    }

    [Fact]
    public void An_unfinished_line_is_logged_at_the_end()
    {
        Write("panic");
        _text.Flush();
        _text.Flush();
        Assert.Equal([(LogLevel.Information, "guest: panic")], _log.Lines);
    }

    [Fact]
    public void Empty_lines_are_none()
    {
        Write("\n\n\n");
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void A_line_cannot_drive_the_terminal()
    {
        Write("\u001b[2Jx\r\n");
        Assert.Equal(@"guest: \x1b[2Jx\r", Assert.Single(_log.Lines).Text);
    }

    [Fact]
    public void A_line_without_end_is_cut_into_lines()
    {
        Write(new string('a', MaxLineLength + 1));
        Assert.Equal("guest: " + new string('a', MaxLineLength), Assert.Single(_log.Lines).Text);
        _text.Flush();
        Assert.Equal("guest: a", _log.Lines[1].Text);
    }

    [Fact]
    public void A_guest_that_writes_without_end_is_cut_off_with_one_warning()
    {
        for (int i = 0; i < 2 * MaxLines; i++)
        {
            Write("x\n");
        }

        Assert.Equal(MaxLines + 1, _log.Lines.Count);
        Assert.Equal(
            (LogLevel.Warning, "The guest has written 1000 lines of debug text; no more of them are logged."),
            _log.Lines[^1]);
    }

    private void Write(string text) => Array.ForEach(Encoding.UTF8.GetBytes(text), _text.Write);
}
