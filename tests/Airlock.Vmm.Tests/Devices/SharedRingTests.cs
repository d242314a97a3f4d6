using Airlock.Abi.Machine;
using Airlock.Memory;
using Airlock.Protocol;
using Airlock.Vmm.Messages;
using Airlock.Vmm.Tests.Messages;

namespace Airlock.Vmm.Tests.Devices;

/// <summary>The guest's transport against the host's ring, and a guest that lies.</summary>
public sealed class SharedRingTests : IDisposable
{
    private const ulong HeadAddress = MemoryMap.MessageRing + MessageRing.Head;

    private readonly RingMachine _machine = new();
    private readonly byte[] _buffer = new byte[64 << 10];

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Bytes_come_out_as_they_went_in()
    {
        _machine.Connect();
        _machine.Send([1, 2, 3]);
        _machine.Send([4]);
        Assert.Equal([1, 2, 3, 4], Take());
        Assert.Empty(Take());
    }

    [Fact]
    public void A_ring_that_the_guest_does_not_use_is_memory_like_any_other()
    {
        _machine.Memory.TryWrite(HeadAddress, 0xdead_beefu);
        Assert.Empty(Take());
        Assert.True(_machine.Ring.Arm(1));
        Assert.Null(_machine.Ring.Violation);
        _machine.Memory.TryRead(MemoryMap.MessageRing + MessageRing.WakeAfter, out uint wakeAfter);
        Assert.Equal(0u, wakeAfter);
    }

    [Fact]
    public void What_lay_in_its_place_before_does_not_count()
    {
        _machine.Memory.TryWrite(HeadAddress, 0xdead_beefu);
        _machine.Connect();
        _machine.Send([1]);
        Assert.Equal([1], Take());
    }

    [Fact]
    public void The_first_byte_rings()
    {
        _machine.Connect();
        _machine.Send([1]);
        Assert.Equal(1ul, Signals());
    }

    [Fact]
    public void A_reader_that_is_awake_is_not_woken()
    {
        _machine.Connect();
        _machine.Send([1]);
        Signals();
        _machine.Send([2, 3]);
        Assert.Equal(0ul, Signals());
    }

    [Fact]
    public void A_reader_that_sleeps_is_woken_by_the_next_byte()
    {
        _machine.Connect();
        _machine.Send([1]);
        Take();
        Signals();
        Assert.True(_machine.Ring.Arm(1));
        _machine.Send([2]);
        _machine.Send([3]);
        Assert.Equal(1ul, Signals());
    }

    [Fact]
    public void A_reader_that_wants_many_is_woken_when_they_are_there()
    {
        _machine.Connect();
        Assert.True(_machine.Ring.Arm(100));
        _machine.Send(new byte[99]);
        Assert.Equal(0ul, Signals());
        _machine.Send(new byte[5]);
        Assert.Equal(1ul, Signals());
        Assert.False(_machine.Ring.Arm(100));
    }

    [Fact]
    public void Bytes_that_came_before_the_reader_went_to_sleep_keep_it_awake()
    {
        _machine.Connect();
        _machine.Send([1]);
        Assert.False(_machine.Ring.Arm(1));
    }

    [Fact]
    public void A_guest_waits_while_the_ring_is_full_and_loses_nothing()
    {
        byte[] sent = new byte[MemoryMap.MessageRingBytes + 1000];
        new Random(1).NextBytes(sent);
        Runner guest = Runner.Start(() =>
        {
            _machine.Connect();
            _machine.Send(sent);
        });
        guest.AwaitWaiting();
        byte[] received = Take();
        Assert.Equal((int)MemoryMap.MessageRingBytes, received.Length);
        guest.AwaitEnd();
        Assert.Equal(sent, (byte[])[.. received, .. Take()]);
    }

    [Fact]
    public void A_guest_that_waits_for_room_is_let_go_when_the_machine_stops()
    {
        Runner guest = Runner.Start(() =>
        {
            _machine.Connect();
            _machine.Send(new byte[MemoryMap.MessageRingBytes]);
            _machine.Ring.Read(MessageRing.RegisterRoom, sizeof(uint), out _);
        });
        guest.AwaitWaiting();
        _machine.Ring.Release();
        guest.AwaitEnd();
    }

    [Theory]
    [InlineData(MemoryMap.MessageRingBytes + 1)]
    [InlineData(0x8000_0000)]
    [InlineData(uint.MaxValue)]
    public void A_head_that_cannot_be_true_breaks_the_ring(uint head)
    {
        _machine.Connect();
        _machine.Memory.TryWrite(HeadAddress, head);
        Assert.Empty(Take());
        Assert.Equal(
            $"The guest broke the ring of messages: {head} bytes in a ring of 65536. This is a bug in the guest's transport.",
            _machine.Ring.Violation);
        _machine.Memory.TryWrite(HeadAddress, 1u);
        Assert.Empty(Take());
        Assert.True(_machine.Ring.Arm(1)); // or the reader would never sleep again
    }

    [Fact]
    public void A_head_that_goes_back_breaks_the_ring()
    {
        _machine.Connect();
        _machine.Send(new byte[100]);
        Take();
        _machine.Memory.TryWrite(HeadAddress, 99u);
        Assert.Empty(Take());
        Assert.NotNull(_machine.Ring.Violation);
    }

    [Fact]
    public void A_lie_does_not_make_the_guest_wait()
    {
        _machine.Connect();
        _machine.Memory.TryWrite(HeadAddress, uint.MaxValue);
        Assert.Equal(BusAnswer.Done, _machine.Ring.Read(MessageRing.RegisterRoom, sizeof(uint), out _));
    }

    [Theory]
    [InlineData(MessageRing.RegisterDoorbell, 4, false)]
    [InlineData(MessageRing.RegisterEnable, 4, false)]
    [InlineData(MessageRing.RegisterRoom, 8, false)]
    [InlineData(0xffcul, 4, false)]
    [InlineData(MessageRing.RegisterEnable, 1, true)]
    [InlineData(MessageRing.RegisterDoorbell, 8, true)]
    [InlineData(MessageRing.RegisterRoom, 4, true)]
    public void Other_registers_and_widths_are_nothing(ulong offset, int width, bool write) => Assert.Equal(
        BusAnswer.Refused,
        write ? _machine.Ring.Write(offset, width, 1) : _machine.Ring.Read(offset, width, out _));

    [Fact]
    public void Indices_wrap_at_2_to_the_32_and_lose_nothing()
    {
        byte[] block = new byte[MemoryMap.MessageRingBytes - 1];
        new Random(2).NextBytes(block);
        _machine.Connect();
        for (ulong sent = 0; sent <= uint.MaxValue; sent += (uint)block.Length)
        {
            _machine.Ring.Arm(block.Length);
            _machine.Send(block);
            Assert.Equal(block.Length, _machine.Ring.Take(_buffer));
            Assert.True(block.AsSpan().SequenceEqual(_buffer.AsSpan(0, block.Length)));
        }

        Assert.Null(_machine.Ring.Violation);
    }

    [Fact]
    public void Two_threads_lose_nothing_and_never_both_sleep()
    {
        const int count = 200_000;
        using var arrived = new EventFd();
        var feed = new MessageFeed(_machine.Arrived, new SerialPipe(arrived), _machine.Ring);
        var reader = new FeedReader(MessageMode.Protobuf, feed);
        Runner guest = Runner.Start(() =>
        {
            _machine.Connect();
            for (int i = 0; i < count; i++)
            {
                _machine.Send(GuestMessages.Frame(GuestMessages.Progress((ulong)i, count)));
                Thread.SpinWait(i % 7 == 0 ? 500 : 0);
            }
        });
        ulong expected = 0;
        var batch = new List<GuestMessage>();
        while (expected < count)
        {
            Assert.True(reader.Wait(TimeSpan.FromSeconds(30)), "Neither side goes on.");
            reader.Read(batch);
            Assert.All(batch, message => Assert.Equal(expected++, message.Progress.Current));
        }

        guest.AwaitEnd();
        Assert.Null(reader.Messages.Violation);
    }

    private ulong Signals() => _machine.Arrived.TryTake(out ulong count) ? count : 0;

    private byte[] Take() => _buffer[.._machine.Ring.Take(_buffer)];
}
