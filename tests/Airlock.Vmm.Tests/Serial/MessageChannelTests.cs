using Airlock.Protocol;
using Airlock.Vmm.Running;
using Airlock.Vmm.Serial;

namespace Airlock.Vmm.Tests.Serial;

public class MessageChannelTests
{
    private readonly MessageQueue _queue = new();
    private readonly StopSignal _stop = new();

    [Fact]
    public void Bytes_become_messages_when_they_are_flushed()
    {
        MessageChannel channel = Channel();
        byte[] frame = GuestMessages.Frame(GuestMessages.Progress(1));
        Send(channel, frame);
        Assert.Empty(Taken());
        channel.Flush();
        Assert.Equal([GuestMessages.Progress(1)], Taken());
        Assert.Equal(1, channel.Messages);
        Assert.Equal(frame.Length, channel.BytesReceived);
    }

    [Fact]
    public void A_long_stream_is_decoded_on_its_way()
    {
        const int count = 1000;
        MessageChannel channel = Channel();
        for (ulong i = 0; i < count; i++)
        {
            Send(channel, GuestMessages.Frame(GuestMessages.Progress(i, count)));
        }

        channel.Flush();
        Assert.Equal(Enumerable.Range(0, count).Select(i => GuestMessages.Progress((ulong)i, count)), Taken());
        Assert.False(_stop.IsStopping);
    }

    [Fact]
    public void The_first_message_is_announced_once()
    {
        int announced = 0;
        var channel = new MessageChannel(MessageMode.Protobuf, _queue, _stop) { OnFirstMessage = () => announced++ };
        Send(channel, GuestMessages.Frame(GuestMessages.Progress(1)), flush: true);
        Send(channel, GuestMessages.Frame(GuestMessages.Progress(2)), flush: true);
        Assert.Equal(1, announced);
    }

    [Fact]
    public void The_last_word_is_kept()
    {
        MessageChannel channel = Channel();
        Assert.Null(channel.Completion);
        Send(channel, GuestMessages.Frame(GuestMessages.Complete()), flush: true);
        Assert.Equal(GuestMessages.Complete().Complete, channel.Completion);
        Assert.False(_stop.IsStopping);
    }

    [Fact]
    public void A_message_that_has_begun_is_known_to_be_unfinished()
    {
        MessageChannel channel = Channel();
        Send(channel, GuestMessages.Frame(GuestMessages.Complete())[..3], flush: true);
        Assert.True(channel.IsInsideMessage);
        Assert.Null(channel.Completion);
    }

    [Fact]
    public void The_lines_of_the_predecessor_are_understood_when_asked_for()
    {
        var channel = new MessageChannel(MessageMode.Text, _queue, _stop);
        Send(channel, "Progress: 11/50\nCopy complete: 50 sectors\n"u8.ToArray(), flush: true);
        Assert.Equal(11ul, Taken()[0].Progress.Current);
        Assert.Equal(50ul, channel.Completion?.Count);
    }

    private MessageChannel Channel() => new(MessageMode.Protobuf, _queue, _stop);

    private static void Send(MessageChannel channel, byte[] bytes, bool flush = false)
    {
        Array.ForEach(bytes, channel.Write);
        if (flush)
        {
            channel.Flush();
        }
    }

    private List<GuestMessage> Taken()
    {
        var batch = new List<GuestMessage>();
        _queue.TakeAll(ref batch, TimeSpan.Zero);
        return batch;
    }
}
