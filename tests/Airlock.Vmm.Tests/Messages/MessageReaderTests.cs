using Airlock.Memory;
using Airlock.Protocol;
using Airlock.Vmm.Messages;

namespace Airlock.Vmm.Tests.Messages;

public sealed class MessageReaderTests : IDisposable
{
    private readonly EventFd _arrived = new();
    private readonly SerialPipe _serial;
    private readonly List<GuestMessage> _batch = [];

    public MessageReaderTests()
    {
        _serial = new SerialPipe(_arrived);
    }

    public void Dispose() => _arrived.Dispose();

    [Fact]
    public void Bytes_become_messages()
    {
        FeedReader reader = Reader();
        byte[] frame = GuestMessages.Frame(GuestMessages.Progress(1));
        _serial.Write(frame);
        Assert.Equal(frame.Length, reader.Read(_batch));
        Assert.Equal([GuestMessages.Progress(1)], _batch);
        Assert.Equal((1L, frame.Length), (reader.Messages.Messages, (int)reader.Messages.BytesReceived));
        Assert.Equal(0, reader.Read(_batch));
        Assert.Empty(_batch);
    }

    [Fact]
    public void A_long_stream_comes_in_batches_of_bounded_length()
    {
        const int count = 100_000;
        FeedReader reader = Reader();
        Runner guest = Runner.Start(() =>
        {
            for (int i = 0; i < count; i++)
            {
                _serial.Write(GuestMessages.Frame(GuestMessages.Progress((ulong)i, count)));
            }
        });
        ulong expected = 0;
        while (expected < count)
        {
            reader.Wait(TimeSpan.FromSeconds(30));
            Assert.InRange(reader.Read(_batch), 0, (128 + 64) << 10); // a batch, and the last piece of it
            Assert.All(_batch, message => Assert.Equal(expected++, message.Progress.Current));
        }

        guest.AwaitEnd();
        Assert.Null(reader.Messages.Violation);
    }

    [Fact]
    public void The_first_message_is_announced_once()
    {
        int announced = 0;
        FeedReader reader = Reader();
        reader.Messages.OnFirstMessage = () => announced++;
        Read(reader, GuestMessages.Frame(GuestMessages.Progress(1)));
        Read(reader, GuestMessages.Frame(GuestMessages.Progress(2)));
        Assert.Equal(1, announced);
    }

    [Fact]
    public void The_last_word_is_kept()
    {
        FeedReader reader = Reader();
        Assert.Null(reader.Messages.Said.Completion);
        Read(reader, GuestMessages.Frame(GuestMessages.Complete()));
        Assert.Equal(GuestMessages.Complete().Complete, reader.Messages.Said.Completion);
        Assert.Null(reader.Messages.Violation);
    }

    [Fact]
    public void A_message_that_has_begun_is_known_to_be_unfinished()
    {
        FeedReader reader = Reader();
        Read(reader, GuestMessages.Frame(GuestMessages.Complete())[..3]);
        Assert.True(reader.Messages.IsInsideMessage);
        Assert.Null(reader.Messages.Said.Completion);
    }

    [Fact]
    public void The_lines_of_the_predecessor_are_understood_when_asked_for()
    {
        FeedReader reader = new(MessageMode.Text, new MessageFeed(_arrived, _serial, source: null));
        Read(reader, "Progress: 11/50\nCopy complete: 50 sectors\n"u8.ToArray());
        Assert.Equal(11ul, _batch[0].Progress.Current);
        Assert.Equal(50ul, reader.Messages.Said.Completion?.Count);
    }

    [Fact]
    public void What_comes_on_COM1_in_the_end_comes_after_what_came_elsewhere_before()
    {
        var source = new ListedSource(
            [GuestMessages.Frame(GuestMessages.Progress(1)), GuestMessages.Frame(GuestMessages.Progress(2))]);
        FeedReader reader = new(MessageMode.Protobuf, new MessageFeed(_arrived, _serial, source));
        _serial.Write(GuestMessages.Frame(GuestMessages.Complete()));
        reader.Read(_batch);
        Assert.Equal([GuestMessages.Progress(1), GuestMessages.Progress(2), GuestMessages.Complete()], _batch);
        Assert.Null(reader.Messages.Violation);
    }

    [Fact]
    public void What_comes_on_COM1_in_the_end_waits_for_all_of_a_device_that_has_more_than_a_batch()
    {
        byte[] piece = [.. Enumerable.Repeat(GuestMessages.Frame(GuestMessages.Progress(1)), 1000).SelectMany(frame => frame)];
        var source = new ListedSource(Enumerable.Repeat(piece, 20));
        FeedReader reader = new(MessageMode.Protobuf, new MessageFeed(_arrived, _serial, source));
        _serial.Write(GuestMessages.Frame(GuestMessages.Complete()));
        int reads = 0;
        while (reader.Read(_batch) > 0)
        {
            Assert.InRange(++reads, 1, 20);
        }

        Assert.InRange(reads, 2, 20); // or it was no more than a batch
        Assert.Equal(20_001, reader.Messages.Messages);
        Assert.NotNull(reader.Messages.Said.Completion);
        Assert.Null(reader.Messages.Violation);
    }

    [Fact]
    public void Order_holds_across_all_ways()
    {
        var source = new ListedSource([GuestMessages.Frame(GuestMessages.Complete())]);
        FeedReader reader = new(MessageMode.Protobuf, new MessageFeed(_arrived, _serial, source));
        _serial.Write(GuestMessages.Frame(GuestMessages.Complete()));
        reader.Read(_batch);
        Assert.Equal(
            "The guest broke the order of messages: it went on after its CompleteMessage.", reader.Messages.Violation);
    }

    [Fact]
    public void Each_way_has_frames_of_its_own()
    {
        byte[] frame = GuestMessages.Frame(GuestMessages.Progress(2));
        var source = new ListedSource([frame[..3], frame[3..]]) { OneAtATime = true };
        FeedReader reader = new(MessageMode.Protobuf, new MessageFeed(_arrived, _serial, source));
        _serial.Write(GuestMessages.Frame(GuestMessages.Progress(1)));
        reader.Read(_batch);
        Assert.Equal([GuestMessages.Progress(1)], _batch);
        reader.Read(_batch);
        Assert.Equal([GuestMessages.Progress(2)], _batch);
    }

    [Fact]
    public void After_a_source_that_was_broken_nothing_is_read()
    {
        var feed = new MessageFeed(_arrived, _serial, new ListedSource([]) { Violation = "It broke." });
        _serial.Write(GuestMessages.Frame(GuestMessages.Progress(1)));
        Assert.Equal(0, new FeedReader(MessageMode.Protobuf, feed).Read(_batch));
        Assert.Equal("It broke.", feed.Violation);
    }

    [Fact]
    public void Messages_are_passed_on_once()
    {
        var reader = new MessageReader(MessageMode.Protobuf);
        reader.Accept(MessageWay.Serial, GuestMessages.Frame(GuestMessages.Progress(1)));
        var batches = new List<GuestMessage[]>();
        reader.PassOn(batch => batches.Add([.. batch]));
        reader.PassOn(batch => batches.Add([.. batch]));
        Assert.Equal([GuestMessages.Progress(1)], Assert.Single(batches));
    }

    [Fact]
    public void Messages_that_nobody_wants_are_counted()
    {
        var reader = new MessageReader(MessageMode.Protobuf);
        reader.Accept(MessageWay.Device, GuestMessages.Frame(GuestMessages.Complete()));
        reader.PassOn(onMessages: null);
        Assert.Equal(1, reader.Messages);
        Assert.NotNull(reader.Said.Completion);
    }

    [Fact]
    public void Without_anything_to_read_the_wait_ends_with_its_time() =>
        Assert.False(Reader().Wait(TimeSpan.FromMilliseconds(1)));

    [Fact]
    public void A_wait_ends_when_something_comes()
    {
        var feed = new MessageFeed(_arrived, _serial, source: null);
        bool woken = false;
        Runner waiting = Runner.Start(() => woken = feed.Wait(TimeSpan.FromMinutes(10)));
        _serial.Write([1]);
        waiting.AwaitEnd();
        Assert.True(woken);
        Assert.InRange(feed.Signals, 0, 1); // none if the byte was there before the wait
    }

    [Fact]
    public void While_messages_come_fast_they_are_fetched_without_a_signal()
    {
        FeedReader reader = Reader();
        Read(reader, GuestMessages.Frame(GuestMessages.Progress(1)));
        _arrived.TryTake(out _);
        Assert.True(reader.Wait(TimeSpan.FromSeconds(30)));
        _serial.Write(GuestMessages.Frame(GuestMessages.Progress(2)));
        Assert.False(_arrived.TryTake(out _));
        Assert.NotEqual(0, reader.Read(_batch));
    }

    private FeedReader Reader() => new(MessageMode.Protobuf, new MessageFeed(_arrived, _serial, source: null));

    private void Read(FeedReader reader, byte[] bytes)
    {
        _serial.Write(bytes);
        reader.Read(_batch);
    }
}
