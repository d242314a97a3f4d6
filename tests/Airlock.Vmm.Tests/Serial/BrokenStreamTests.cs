using Airlock.Protocol;
using Airlock.Vmm.Running;
using Airlock.Vmm.Serial;

namespace Airlock.Vmm.Tests.Serial;

/// <summary>The first thing that breaks the contract stops the run, and what comes after it is worth nothing.</summary>
public class BrokenStreamTests
{
    private readonly MessageQueue _queue = new();
    private readonly StopSignal _stop = new();

    [Fact]
    public void A_frame_that_does_not_decode_stops_the_run() => AssertStops(
        [1, 0, 0xff],
        "The guest broke the protocol: the frame at byte 0 is not a GuestMessage. Run a guest that keeps it.");

    [Fact]
    public void Nothing_follows_a_complete_message() => AssertStops(
        [.. GuestMessages.Frame(GuestMessages.Complete()), .. GuestMessages.Frame(GuestMessages.Progress(1))],
        "The guest broke the order of messages: it went on after its CompleteMessage.");

    [Fact]
    public void A_second_complete_message_cannot_turn_failure_into_success() => AssertStops(
        [
            .. GuestMessages.Frame(GuestMessages.Complete(success: false)),
            .. GuestMessages.Frame(GuestMessages.Complete()),
        ],
        "The guest broke the order of messages: it went on after its CompleteMessage.");

    [Fact]
    public void Progress_does_not_fall() => AssertStops(
        [.. GuestMessages.Frame(GuestMessages.Progress(2)), .. GuestMessages.Frame(GuestMessages.Progress(1))],
        "The guest broke the order of messages: less is done than it said before.");

    [Fact]
    public void Progress_does_not_exceed_the_total() => AssertStops(
        GuestMessages.Frame(GuestMessages.Progress(101)),
        "The guest broke the order of messages: more is done than there is to do.");

    [Fact]
    public void A_line_that_is_no_message_stops_the_run()
    {
        var channel = new MessageChannel(MessageMode.Text, _queue, _stop);
        Send(channel, "hello\n"u8.ToArray());
        Assert.Equal(
            "The guest broke the protocol: the line at byte 0 is not a message. Run a guest that keeps it.",
            _stop.Reason);
    }

    [Fact]
    public void A_success_behind_a_broken_frame_does_not_count()
    {
        var channel = new MessageChannel(MessageMode.Protobuf, _queue, _stop);
        Send(channel, [1, 0, 0xff, .. GuestMessages.Frame(GuestMessages.Complete())]);
        Send(channel, GuestMessages.Frame(GuestMessages.Complete()));
        Assert.Null(channel.Completion);
        Assert.Equal(0, channel.Messages);
    }

    [Fact]
    public void When_the_run_is_stopped_for_another_reason_nothing_more_is_heard()
    {
        var channel = new MessageChannel(MessageMode.Protobuf, _queue, _stop);
        _stop.Stop(StopCause.Cancelled);
        Send(channel, GuestMessages.Frame(GuestMessages.Complete()));
        Assert.Null(channel.Completion);
    }

    private void AssertStops(byte[] stream, string reason)
    {
        Send(new MessageChannel(MessageMode.Protobuf, _queue, _stop), stream);
        Assert.True(_stop.IsStopping);
        Assert.Equal((StopCause.ContractBroken, reason), (_stop.Cause, _stop.Reason));
    }

    private static void Send(MessageChannel channel, byte[] stream)
    {
        Array.ForEach(stream, channel.Write);
        channel.Flush();
    }
}
