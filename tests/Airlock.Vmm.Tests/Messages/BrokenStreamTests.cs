using Airlock.Memory;
using Airlock.Protocol;
using Airlock.Vmm.Messages;

namespace Airlock.Vmm.Tests.Messages;

/// <summary>The first thing that breaks the contract is told, and what comes after it is worth nothing.</summary>
public sealed class BrokenStreamTests : IDisposable
{
    private readonly EventFd _arrived = new();
    private readonly SerialPipe _serial;

    public BrokenStreamTests()
    {
        _serial = new SerialPipe(_arrived);
    }

    public void Dispose() => _arrived.Dispose();

    [Fact]
    public void A_frame_that_does_not_decode_breaks_the_stream() => AssertBreaks(
        [1, 0, 0xff],
        "The guest broke the protocol: the frame at byte 0 is not a GuestMessage. Run a guest that keeps it.");

    [Fact]
    public void Nothing_follows_a_complete_message() => AssertBreaks(
        [.. GuestMessages.Frame(GuestMessages.Complete()), .. GuestMessages.Frame(GuestMessages.Progress(1))],
        "The guest broke the order of messages: it went on after its CompleteMessage.");

    [Fact]
    public void A_second_complete_message_cannot_turn_failure_into_success() => AssertBreaks(
        [.. GuestMessages.Frame(GuestMessages.Complete(success: false)), .. GuestMessages.Frame(GuestMessages.Complete())],
        "The guest broke the order of messages: it went on after its CompleteMessage.");

    [Fact]
    public void Progress_does_not_fall() => AssertBreaks(
        [.. GuestMessages.Frame(GuestMessages.Progress(2)), .. GuestMessages.Frame(GuestMessages.Progress(1))],
        "The guest broke the order of messages: less is done than it said before.");

    [Fact]
    public void Progress_does_not_exceed_the_total() => AssertBreaks(
        GuestMessages.Frame(GuestMessages.Progress(101)),
        "The guest broke the order of messages: more is done than there is to do.");

    [Fact]
    public void A_line_that_is_no_message_breaks_the_stream() => AssertBreaks(
        "hello\n"u8.ToArray(),
        "The guest broke the protocol: the line at byte 0 is not a message. Run a guest that keeps it.",
        MessageMode.Text);

    [Fact]
    public void A_success_behind_a_broken_frame_does_not_count()
    {
        FeedReader reader = Reader();
        _serial.Write([1, 0, 0xff, .. GuestMessages.Frame(GuestMessages.Complete())]);
        reader.Read([]);
        _serial.Write(GuestMessages.Frame(GuestMessages.Complete()));
        reader.Read([]);
        Assert.Null(reader.Messages.Said.Completion);
        Assert.Equal(0, reader.Messages.Messages);
    }

    /// <summary>Each way has a decoder of its own, which knows nothing of the other one's broken frame.</summary>
    [Fact]
    public void A_success_on_the_other_way_does_not_count_either()
    {
        var messages = new MessageReader(MessageMode.Protobuf);
        Assert.False(messages.Accept(MessageWay.Serial, [1, 0, 0xff]));
        Assert.False(messages.Accept(MessageWay.Device, GuestMessages.Frame(GuestMessages.Complete())));
        Assert.Null(messages.Said.Completion);
    }

    [Fact]
    public void What_was_said_before_the_stream_broke_is_passed_on()
    {
        var batch = new List<GuestMessage>();
        _serial.Write([.. GuestMessages.Frame(GuestMessages.Progress(1)), 1, 0, 0xff]);
        FeedReader reader = Reader();
        reader.Read(batch);
        Assert.Equal([GuestMessages.Progress(1)], batch);
        Assert.NotNull(reader.Messages.Violation);
    }

    private void AssertBreaks(byte[] stream, string reason, MessageMode mode = MessageMode.Protobuf)
    {
        _serial.Write(stream);
        FeedReader reader = Reader(mode);
        reader.Read([]);
        Assert.Equal(reason, reader.Messages.Violation);
    }

    private FeedReader Reader(MessageMode mode = MessageMode.Protobuf) =>
        new(mode, new MessageFeed(_arrived, _serial, source: null));
}
