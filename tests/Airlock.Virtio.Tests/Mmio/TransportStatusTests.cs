using Airlock.Abi.Virtio;
using Airlock.Memory;
using Airlock.Testing;
using Airlock.Virtio.Queues;

namespace Airlock.Virtio.Tests.Mmio;

/// <summary>The life of a device: status, features, queue registers, reset.</summary>
public sealed class TransportStatusTests : IDisposable
{
    private readonly BlockDeviceRig _rig = new(new MemoryStore(50));

    private MmioDriver Driver => _rig.Driver;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void The_steps_of_the_specification_lead_to_a_running_device()
    {
        Driver.Acknowledge();
        Assert.Equal(3u, Driver.Status);
        Assert.True(Driver.Negotiate(FeatureBits.Version1));
        Assert.Equal(11u, Driver.Status);
        Assert.True(Driver.SetUpQueue(_rig.Ring.Geometry));
        Driver.SetDriverOk();
        Assert.Equal(15u, Driver.Status);
        Assert.True(_rig.Device.Queue.IsRunning);
    }

    [Fact]
    public void Only_the_steps_in_the_table_are_taken()
    {
        uint[] reachable = [0, 1, 3, 11, 15];
        (uint From, uint To)[] legal = [(0, 1), (0, 3), (1, 3), (3, 11), (11, 15)];
        foreach (uint from in reachable)
        {
            for (uint to = 1; to < 128; to++)
            {
                DriveTo(from);
                AcceptVersion1();
                Driver.Status = to; // firecracker#5818
                uint next = to & ~DeviceStatus.DeviceNeedsReset;
                Assert.Equal(legal.Contains((from, next)) ? next : from, Driver.Status);
            }
        }
    }

    [Fact]
    public void Bits_above_the_status_are_no_legal_status()
    {
        Assert.Equal(BusAnswer.Refused, Driver.Write(MmioRegister.Status, 0x101));
        Assert.Equal(0u, Driver.Status);
    }

    [Theory]
    [InlineData(0x0UL)] // without VERSION_1
    [InlineData(0x1_0000_0020UL)] // RO was not offered
    [InlineData(0x1_1000_0000UL)] // indirect descriptors
    [InlineData(0x5_0000_0000UL)] // packed rings, CVE-2026-16457
    [InlineData(0x8000_0001_0000_0000UL)]
    public void Features_that_were_not_offered_are_refused(ulong features)
    {
        Driver.Acknowledge();
        Assert.False(Driver.Negotiate(features));
        Assert.Equal(3u, Driver.Status);
        Assert.True(Driver.Negotiate(FeatureBits.Version1)); // and may be chosen anew
    }

    [Fact]
    public void Features_can_be_chosen_only_between_DRIVER_and_FEATURES_OK()
    {
        foreach (uint status in new uint[] { 0, 1, 11, 15 })
        {
            DriveTo(status);
            Assert.Equal(BusAnswer.Refused, Driver.Write(MmioRegister.DriverFeatures, 0));
        }
    }

    [Fact]
    public void A_feature_page_that_does_not_exist_is_not_written()
    {
        Driver.Acknowledge();
        Driver.Write(MmioRegister.DriverFeaturesSel, 2);
        Assert.Equal(BusAnswer.Refused, Driver.Write(MmioRegister.DriverFeatures, 1));
        Assert.True(Driver.Negotiate(FeatureBits.Version1));
    }

    [Fact]
    public void Queue_registers_can_be_written_only_between_FEATURES_OK_and_QueueReady()
    {
        uint[] registers =
        [
            MmioRegister.QueueNum, MmioRegister.QueueDescLow, MmioRegister.QueueDescHigh, MmioRegister.QueueDriverLow,
            MmioRegister.QueueDriverHigh, MmioRegister.QueueDeviceLow, MmioRegister.QueueDeviceHigh,
        ];
        foreach (uint status in new uint[] { 0, 1, 3, 15 })
        {
            DriveTo(status); // CVE-2026-5747
            Assert.All(registers, register => Assert.Equal(BusAnswer.Refused, Driver.Write(register, 1)));
        }

        DriveTo(11);
        Assert.All(registers, register => Assert.Equal(BusAnswer.Done, Driver.Write(register, 0)));
        Assert.True(Driver.SetUpQueue(_rig.Ring.Geometry));
        Assert.All(registers, register => Assert.Equal(BusAnswer.Refused, Driver.Write(register, 1)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0xffff_ffff)]
    public void A_queue_that_does_not_exist_reads_as_zero_and_ignores_writes(uint queue)
    {
        DriveTo(11);
        Driver.Write(MmioRegister.QueueSel, queue); // CVE-2011-2512, cloud-hypervisor#7917
        Assert.Equal(0u, Driver.Read(MmioRegister.QueueNumMax));
        Assert.Equal(0u, Driver.Read(MmioRegister.QueueReady));
        Assert.Equal(BusAnswer.Refused, Driver.Write(MmioRegister.QueueNum, 8));
        Assert.Equal(BusAnswer.Refused, Driver.Write(MmioRegister.QueueReady, 1));
        Assert.Equal(BusAnswer.Refused, Driver.Write(MmioRegister.QueueNotify, queue));
    }

    [Fact]
    public void A_bad_geometry_sets_DEVICE_NEEDS_RESET_without_an_interrupt_before_DRIVER_OK()
    {
        DriveTo(11);
        Assert.False(Driver.SetUpQueue(_rig.Ring.Geometry with { Size = 3 })); // cloud-hypervisor#8295
        Assert.Equal(11 | DeviceStatus.DeviceNeedsReset, Driver.Status);
        Assert.Equal(QueueFault.InvalidSize, Assert.Single(_rig.Events.Errors).Fault);
        Assert.Equal(0u, Driver.InterruptStatus);
        Driver.SetDriverOk();
        Assert.False(_rig.Device.Queue.IsRunning);
        _rig.BringUp();
        Assert.Equal(15u, Driver.Status);
    }

    [Fact]
    public void A_queue_that_breaks_sets_DEVICE_NEEDS_RESET_and_interrupts()
    {
        _rig.BringUp();
        _rig.Ring.MakeAvailable(0xffff);
        Assert.Equal(0, _rig.Worker.Process()); // openvmm#4045: no retry
        Assert.Equal(15 | DeviceStatus.DeviceNeedsReset, Driver.Status);
        Assert.True(_rig.Transport.NeedsReset);
        Assert.Equal(InterruptBits.ConfigurationChange, Driver.InterruptStatus);
        Assert.Equal(QueueFault.HeadOutOfRange, Assert.Single(_rig.Events.Errors).Fault);
        Assert.Equal(0, _rig.Worker.Process());
        Assert.Single(_rig.Events.Errors);
    }

    [Fact]
    public void A_driver_that_writes_back_DEVICE_NEEDS_RESET_changes_nothing()
    {
        _rig.BringUp();
        _rig.Ring.MakeAvailable(0xffff);
        _rig.Worker.Process();
        Driver.Status = Driver.Status;
        Assert.Equal(15 | DeviceStatus.DeviceNeedsReset, Driver.Status);
    }

    [Fact]
    public void FAILED_stops_the_device_until_reset()
    {
        _rig.BringUp();
        Driver.Status |= DeviceStatus.Failed;
        Assert.Equal(15 | DeviceStatus.Failed, Driver.Status);
        Assert.False(_rig.Device.Queue.IsRunning);
        Driver.Status = 15;
        Assert.Equal(15 | DeviceStatus.Failed, Driver.Status);
        _rig.BringUp();
        Assert.True(_rig.Device.Queue.IsRunning);
    }

    [Fact]
    public void A_reset_forgets_everything()
    {
        _rig.BringUp();
        _rig.Ring.MakeAvailable(0xffff);
        _rig.Worker.Process();
        Driver.Write(MmioRegister.QueueSel, 7);
        Driver.Write(MmioRegister.DeviceFeaturesSel, 1);
        Driver.Reset();
        Assert.Equal(0u, Driver.Status);
        Assert.Equal(0u, Driver.InterruptStatus);
        Assert.Equal(256u, Driver.Read(MmioRegister.QueueNumMax));
        Assert.Equal(0u, Driver.Read(MmioRegister.QueueReady));
        Assert.Equal(0u, Driver.Read(MmioRegister.DeviceFeatures));

        // Neither features nor geometry survive.
        Driver.Status = DeviceStatus.Acknowledge;
        Driver.Status = 3;
        Driver.Status = 11;
        Assert.Equal(3u, Driver.Status);
        Assert.True(Driver.Negotiate(FeatureBits.Version1));
        Driver.Write(MmioRegister.QueueReady, 1);
        Assert.Equal(0u, Driver.Read(MmioRegister.QueueReady));
    }

    [Fact]
    public void The_queue_is_not_touched_before_DRIVER_OK()
    {
        DriveTo(11);
        Assert.True(Driver.SetUpQueue(_rig.Ring.Geometry));
        PlacedRequest request = _rig.Chains.Read(0, 512);
        _rig.Ring.MakeAvailable(request.Head);
        Driver.Notify();
        Assert.Equal(0, _rig.Worker.Process()); // vm-virtio 0.7.1
        Assert.Equal((0, 0), (_rig.Notifier.Count, _rig.Ring.UsedIndex));

        Driver.SetDriverOk();
        Assert.Equal(1, _rig.Notifier.Count); // looked at without another notification
        Assert.Equal(1, _rig.Worker.Process());
    }

    [Fact]
    public void The_queue_is_not_touched_after_a_reset_or_while_it_is_off()
    {
        foreach (Action stop in new Action[] { Driver.Reset, () => Driver.Write(MmioRegister.QueueReady, 0) })
        {
            _rig.BringUp();
            _rig.Ring.MakeAvailable(_rig.Chains.Read(0, 512).Head);
            stop();
            Assert.Equal(0, _rig.Worker.Process()); // vm-virtio 0.7.1
            Assert.Equal(0, _rig.Ring.UsedIndex);
            Assert.Equal(0u, Driver.Read(MmioRegister.QueueReady));
        }
    }

    [Fact]
    public void A_queue_that_is_switched_off_while_running_stays_off()
    {
        _rig.BringUp();
        Driver.Write(MmioRegister.QueueReady, 0);
        Assert.Equal(BusAnswer.Refused, Driver.Write(MmioRegister.QueueReady, 1));
        Assert.Equal(0u, Driver.Read(MmioRegister.QueueReady));
    }

    [Fact]
    public void DRIVER_OK_without_a_queue_runs_nothing()
    {
        DriveTo(11);
        Driver.SetDriverOk();
        Assert.Equal(15u, Driver.Status);
        Assert.False(_rig.Device.Queue.IsRunning);
        Assert.Equal(0, _rig.Worker.Process());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0x8000_0001)]
    public void QueueReady_takes_only_zero_and_one(uint value)
    {
        DriveTo(11);
        Driver.WriteGeometry(_rig.Ring.Geometry);
        Assert.Equal(BusAnswer.Refused, Driver.Write(MmioRegister.QueueReady, value));
        Assert.Equal(0u, Driver.Read(MmioRegister.QueueReady));
    }

    [Fact]
    public void InterruptStatus_lasts_until_it_is_acknowledged()
    {
        _rig.BringUp();
        _rig.Run(_rig.Chains.Read(0, 512));
        Assert.Equal(InterruptBits.UsedBuffer, Driver.InterruptStatus);
        Driver.Write(MmioRegister.InterruptAck, InterruptBits.ConfigurationChange);
        Assert.Equal(InterruptBits.UsedBuffer, Driver.InterruptStatus);
        Driver.Write(MmioRegister.InterruptAck, InterruptBits.UsedBuffer);
        Assert.Equal(0u, Driver.InterruptStatus);
        Assert.Equal(1, _rig.Events.Interrupts);
    }

    [Fact]
    public void A_driver_that_wants_no_interrupts_gets_none()
    {
        _rig.BringUp();
        _rig.Ring.SetAvailFlags(SplitRing.AvailNoInterrupt);
        _rig.Run(_rig.Chains.Read(0, 512));
        Assert.Equal((0u, 0), (Driver.InterruptStatus, _rig.Events.Interrupts));
    }

    [Fact]
    public void The_device_asks_for_no_notifications_while_it_works()
    {
        bool wanted = true;
        var store = new ObservedStore(new MemoryStore(8));
        using var rig = BlockDeviceRig.Started(store);
        store.OnTransfer = () => wanted = rig.Ring.DeviceWantsNotifications;
        rig.Run(rig.Chains.Read(0, 512));
        Assert.False(wanted);
        Assert.True(rig.Ring.DeviceWantsNotifications);
    }

    [Fact]
    public void A_notification_may_be_worked_on_by_the_thread_that_wrote_it()
    {
        _rig.BringUp();
        _rig.Notifier.OnNotify = () => _rig.Worker.Process();
        PlacedRequest request = _rig.Chains.Read(0, 512);
        _rig.Ring.MakeAvailable(request.Head);
        Driver.Notify();
        Assert.True(_rig.Ring.TryTakeUsed(out UsedEntry entry));
        Assert.Equal(513u, entry.Length);
        Assert.Equal(1, _rig.Transport.Notifications);
    }

    private void AcceptVersion1()
    {
        Driver.Write(MmioRegister.DriverFeaturesSel, 1);
        Driver.Write(MmioRegister.DriverFeatures, 1);
    }

    private void DriveTo(uint status)
    {
        Driver.Reset();
        if (status == 0)
        {
            return;
        }

        Driver.Status = DeviceStatus.Acknowledge;
        if (status >= 3)
        {
            Driver.Status = 3;
        }

        if (status >= 11)
        {
            Assert.True(Driver.Negotiate(FeatureBits.Version1));
        }

        if (status == 15)
        {
            Driver.SetDriverOk();
        }
    }
}
