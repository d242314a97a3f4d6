using Airlock.Abi.Virtio;
using Airlock.Memory;
using Airlock.Testing;
using Airlock.Virtio.Queues;

namespace Airlock.Virtio.Tests.Mmio;

/// <summary>A transport before a device with two queues; the console's.</summary>
public sealed class SeveralQueuesTests : IDisposable
{
    private const ulong Buffer = ConsoleRig.BufferStart;

    private readonly ConsoleRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(0, QueueGeometry.MaxSize)]
    [InlineData(1, QueueGeometry.MaxSize)]
    [InlineData(2, 0)]
    [InlineData(uint.MaxValue, 0)]
    public void Each_queue_shows_its_size_and_others_none(uint queue, uint size)
    {
        _rig.Driver.Write(MmioRegister.QueueSel, queue);
        Assert.Equal(size, _rig.Driver.Read(MmioRegister.QueueNumMax));
        Assert.Equal(0u, _rig.Driver.Read(MmioRegister.QueueReady));
    }

    [Fact]
    public void Each_queue_has_registers_of_its_own()
    {
        _rig.Driver.Acknowledge();
        Assert.True(_rig.Driver.Negotiate(_rig.Driver.DeviceFeatures));
        Assert.True(_rig.Driver.SetUpQueue(_rig.Transmit.Geometry, ConsoleRig.TransmitQueue));
        _rig.Driver.Write(MmioRegister.QueueSel, ConsoleRig.ReceiveQueue);
        Assert.Equal(0u, _rig.Driver.Read(MmioRegister.QueueReady));
        Assert.Equal(BusAnswer.Done, _rig.Driver.Write(MmioRegister.QueueNum, 8));
        _rig.Driver.Write(MmioRegister.QueueSel, ConsoleRig.TransmitQueue);
        Assert.Equal(BusAnswer.Refused, _rig.Driver.Write(MmioRegister.QueueNum, 8)); // it is ready: frozen
        _rig.Driver.SetDriverOk();
        Assert.Equal((false, true), (_rig.Device.Queues[0].IsRunning, _rig.Device.Queues[1].IsRunning));
    }

    [Fact]
    public void A_queue_that_does_not_exist_can_not_be_set_up_or_notified()
    {
        _rig.Driver.Acknowledge();
        _rig.Driver.Negotiate(_rig.Driver.DeviceFeatures);
        Assert.False(_rig.Driver.SetUpQueue(_rig.Transmit.Geometry, queue: 2));
        _rig.Driver.SetDriverOk();
        Assert.Equal(BusAnswer.Refused, _rig.Driver.Write(MmioRegister.QueueNotify, 2));
        Assert.Equal(0, _rig.Notifier.Count);
    }

    [Theory]
    [InlineData(ConsoleRig.ReceiveQueue)]
    [InlineData(ConsoleRig.TransmitQueue)]
    public void A_notification_names_its_queue(uint queue)
    {
        _rig.BringUp();
        int before = _rig.Notifier.Count;
        _rig.Driver.Notify(queue);
        Assert.Equal((before + 1, (int)queue), (_rig.Notifier.Count, _rig.Notifier.LastQueue));
    }

    [Fact]
    public void With_DRIVER_OK_all_queues_are_looked_at()
    {
        _rig.BringUp();
        Assert.Equal(2, _rig.Notifier.Count);
    }

    [Fact]
    public void A_queue_switched_off_leaves_the_others_running()
    {
        _rig.BringUp();
        _rig.Driver.Write(MmioRegister.QueueSel, ConsoleRig.ReceiveQueue);
        Assert.Equal(BusAnswer.Done, _rig.Driver.Write(MmioRegister.QueueReady, 0));
        _rig.Send(new ChainPiece(Buffer, 1, false));
        Assert.Equal(1, _rig.Read()?.Length);
    }

    [Fact]
    public void A_reset_forgets_all_queues()
    {
        _rig.BringUp();
        _rig.Driver.Reset();
        for (uint queue = 0; queue < 2; queue++)
        {
            Assert.False(_rig.Device.Queues[(int)queue].IsRunning);
            _rig.Driver.Write(MmioRegister.QueueSel, queue);
            Assert.Equal(0u, _rig.Driver.Read(MmioRegister.QueueReady));
        }
    }
}
