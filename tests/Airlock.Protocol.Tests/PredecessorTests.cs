using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using FsCheck.Xunit;

namespace Airlock.Protocol.Tests;

public class PredecessorTests
{
    private const string Lines =
        "Progress: 1/50\nProgress: 11/50\nRead error at sector 5\nWrite error at sector 6\nCopy complete: 50 sectors\n";

    private static readonly string[] s_typed =
    [
        "[PROGRESS] progress op=copy 1/50 (2%)",
        "[PROGRESS] progress op=copy 11/50 (22%)",
        "[ERROR] error op=read device=input sector=5 status=1",
        "[ERROR] error op=write device=output sector=6 status=1",
        "[COMPLETE] complete op=copy count=50 success=true",
    ];

    [Fact]
    public void Lines_become_the_typed_messages_however_they_are_cut()
    {
        for (int pieceLength = 1; pieceLength <= Lines.Length; pieceLength++)
        {
            var decoder = new PredecessorDecoder();
            List<GuestMessage> messages = Frames.Decode(decoder, Encoding.ASCII.GetBytes(Lines), pieceLength);
            Assert.Equal(s_typed, messages.Select(MessageText.Format));
            Assert.False(decoder.IsInsideMessage);
        }
    }

    [Fact]
    public void A_line_may_end_with_return_and_line_feed()
    {
        byte[] stream = Encoding.ASCII.GetBytes(Lines.Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.Equal(s_typed, Frames.Decode(new PredecessorDecoder(), stream, 3).Select(MessageText.Format));
    }

    [Fact]
    public void Messages_become_the_lines_they_came_from()
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (GuestMessage message in Frames.Decode(new PredecessorDecoder(), Encoding.ASCII.GetBytes(Lines), 99))
        {
            Assert.True(PredecessorText.TryWriteLine(message, output));
        }

        Assert.Equal(Lines, Encoding.ASCII.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Hello")]
    [InlineData("Progress: 1/")]
    [InlineData("Progress: /50")]
    [InlineData("Progress: 1/50 ")]
    [InlineData("Progress: 1/2/3")]
    [InlineData("Progress: +1/50")]
    [InlineData("Progress: -1/50")]
    [InlineData("progress: 1/50")]
    [InlineData("Read error at sector ")]
    [InlineData("Read error at sector 0x5")]
    [InlineData("Write error at sector 18446744073709551616")]
    [InlineData("Copy complete: sectors")]
    [InlineData("Copy complete:  sectors")]
    [InlineData("Copy complete: 50 sectors!")]
    [InlineData("\u001b[2J")]
    public void Any_other_line_is_malformed_for_good(string line)
    {
        var decoder = new PredecessorDecoder();
        byte[] stream = Encoding.ASCII.GetBytes($"Progress: 1/50\n{line}\nProgress: 2/50\n");
        Assert.Single(Frames.Decode(decoder, stream, stream.Length));
        Assert.Equal(new DecodeFailure(DecodeError.UnknownLine, 15), decoder.Failure);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void A_line_without_an_end_is_malformed(int pieceLength)
    {
        var decoder = new PredecessorDecoder();
        Frames.Decode(decoder, new byte[PredecessorDecoder.MaxLineLength + 1], pieceLength);
        Assert.Equal(new DecodeFailure(DecodeError.LineTooLong, 0), decoder.Failure);
    }

    [Fact]
    public void A_line_may_be_as_long_as_the_limit()
    {
        var decoder = new PredecessorDecoder();
        Frames.Decode(decoder, [.. new byte[PredecessorDecoder.MaxLineLength], (byte)'\n'], 100);
        Assert.Equal(DecodeError.UnknownLine, decoder.Failure?.Error);
    }

    [Property(MaxTest = 5000)]
    public void Garbage_never_throws(byte[] garbage)
    {
        var whole = new PredecessorDecoder();
        Frames.Decode(whole, garbage, int.MaxValue);
        var cut = new PredecessorDecoder();
        Frames.Decode(cut, garbage, 1);
        Assert.Equal(whole.Failure, cut.Failure);
    }

    [Theory]
    [InlineData("Progress: 18446744073709551615/18446744073709551615", 100U)]
    [InlineData("Progress: 0/0", 0U)]
    [InlineData("Progress: 18446744073709551615/1", uint.MaxValue)]
    public void Percent_is_computed_without_wrapping(string line, uint percent)
    {
        Assert.Equal(percent, PredecessorText.TryParse(Encoding.ASCII.GetBytes(line))?.Progress.Percent);
    }

    [Fact]
    public void What_has_no_line_is_not_written()
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.False(PredecessorText.TryWriteLine(new GuestMessage(), output));
        Assert.False(PredecessorText.TryWriteLine(new GuestMessage { Init = new InitMessage() }, output));
        Assert.False(PredecessorText.TryWriteLine(new GuestMessage { Complete = new CompleteMessage() }, output));
        Assert.False(PredecessorText.TryWriteLine(
            new GuestMessage { Error = new ErrorMessage { Operation = "flush" } }, output));
        Assert.Equal(0, output.WrittenCount);
    }
}
