using System.Text;
using Airlock.Abi.Virtio;
using Airlock.Testing;
using Airlock.Virtio.Console;
using Airlock.Virtio.Queues;

namespace Airlock.Virtio.Tests.Console;

public sealed class ConsoleDeviceTests : IDisposable
{
    private const ulong Buffer = ConsoleRig.BufferStart;

    private readonly ConsoleRig _rig = new();

    public ConsoleDeviceTests()
    {
        _rig.BringUp();
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void It_is_a_console_without_features()
    {
        Assert.Equal(3u, _rig.Driver.Read(MmioRegister.DeviceId));
        Assert.Equal(0x1_0000_0000UL, _rig.Driver.DeviceFeatures);
        Assert.Equal(0UL, _rig.Driver.Read(MmioRegister.Config, 8)); // 5.3.4: columns, rows, ports
    }

    [Fact]
    public void What_the_driver_sends_is_read()
    {
        Put(Buffer, "hello");
        _rig.Send(new ChainPiece(Buffer, 5, Writable: false));
        Assert.Equal("hello"u8, _rig.Read()!);
        Assert.Null(_rig.Read());
        Assert.True(_rig.Transmit.TryTakeUsed(out UsedEntry used));
        Assert.Equal(0u, used.Length);
        Assert.Equal(1, _rig.Events.Interrupts);
    }

    [Fact]
    public void A_chain_may_be_split_in_any_way()
    {
        Put(Buffer, "hello");
        _rig.Send(new ChainPiece(Buffer, 2, false), new ChainPiece(Buffer + 2, 0, false), new ChainPiece(Buffer + 2, 3, false));
        Assert.Equal("hello"u8, _rig.Read()!);
    }

    [Fact]
    public void Chains_come_in_order_one_at_a_time()
    {
        Put(Buffer, "ab");
        _rig.Send(new ChainPiece(Buffer, 1, false));
        _rig.Send(new ChainPiece(Buffer + 1, 1, false));
        Assert.Equal("a"u8, _rig.Read()!);
        Assert.Equal("b"u8, _rig.Read()!);
        Assert.Equal(new ConsoleMetrics { Chains = 2, Bytes = 2 }, _rig.Device.Metrics);
    }

    [Fact]
    public void An_empty_chain_is_given_back()
    {
        _rig.Send(new ChainPiece(Buffer, 0, false));
        Assert.Equal([], _rig.Read()!);
        Assert.True(_rig.Transmit.TryTakeUsed(out _));
    }

    [Fact]
    public void Room_for_the_device_to_write_is_left_alone()
    {
        _rig.Send(new ChainPiece(Buffer, 100, Writable: true));
        Assert.Equal([], _rig.Read()!);
        Assert.True(_rig.Transmit.TryTakeUsed(out UsedEntry used));
        Assert.Equal(0u, used.Length);
    }

    [Fact]
    public void The_longest_chain_is_read()
    {
        _rig.Send(new ChainPiece(Buffer, ConsoleDevice.MaxChainLength, false));
        Assert.Equal(ConsoleDevice.MaxChainLength, _rig.Read()?.Length);
    }

    [Fact]
    public void A_longer_one_breaks_the_queue_until_a_reset()
    {
        _rig.Send(new ChainPiece(Buffer, ConsoleDevice.MaxChainLength, false), new ChainPiece(Buffer, 1, false));
        _rig.Send(new ChainPiece(Buffer, 1, false));
        Assert.Equal([], _rig.Read()!);
        Assert.Null(_rig.Read());
        Assert.Equal(QueueFault.ChainTooLarge, Assert.Single(_rig.Events.Errors).Fault);
        Assert.NotEqual(0u, _rig.Driver.Status & DeviceStatus.DeviceNeedsReset);

        _rig.BringUp();
        _rig.Send(new ChainPiece(Buffer, 1, false));
        Assert.Equal(1, _rig.Read()?.Length);
    }

    [Fact]
    public void A_buffer_outside_RAM_breaks_the_queue()
    {
        _rig.Send(new ChainPiece(0x7f_ffff, 2, false));
        Assert.Null(_rig.Read());
        Assert.Equal(QueueFault.BufferOutsideRam, Assert.Single(_rig.Events.Errors).Fault);
    }

    [Fact]
    public void Buffers_to_receive_into_stay_with_the_device()
    {
        _rig.Receive.MakeAvailable(_rig.Receive.AddChain(new ChainPiece(Buffer, 100, Writable: true)));
        _rig.Driver.Notify(ConsoleRig.ReceiveQueue);
        Assert.Null(_rig.Read());
        Assert.Equal(0, _rig.Receive.UsedIndex);
    }

    [Fact]
    public void Nothing_allocates_per_chain()
    {
        byte[] buffer = new byte[ConsoleDevice.MaxChainLength];
        int sent = 0, read = 0;
        long allocated = AllocationMeter.LeastBytes(() =>
        {
            sent++;
            _rig.Send(new ChainPiece(Buffer, 100, false));
            read += _rig.Device.TryRead(buffer, out int length) && length == 100 ? 1 : 0;
            _rig.Transmit.TryTakeUsed(out _);
        });
        Assert.Equal((0, sent), (allocated, read));
    }

    [Fact]
    public void A_buffer_for_less_than_the_longest_chain_is_a_mistake() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _rig.Device.TryRead(new byte[10], out _));

    private void Put(ulong address, string text)
    {
        Assert.True(_rig.Memory.TryGetSpan(address, (ulong)text.Length, out Span<byte> target));
        Encoding.ASCII.GetBytes(text, target);
    }
}
