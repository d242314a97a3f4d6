using Airlock.Memory;
using Airlock.Testing;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Tests.Machines;

/// <summary>A disk and a guest that waits by InterruptStatus.</summary>
public sealed class BlockChannelTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly GuestMemory _memory = GuestMemory.Allocate(8 << 20);
    private readonly MemoryStore _store = new(8);
    private readonly DiskRig _rig;

    public BlockChannelTests()
    {
        _rig = new DiskRig("output", place: 0x10_0000, _memory, _store, new StopSignal());
    }

    public void Dispose()
    {
        _rig.Dispose();
        _memory.Dispose();
    }

    [Fact]
    public void A_guest_that_waits_need_not_have_notified() => Runner.InTime(() =>
    {
        for (ushort i = 0; i < 20; i++)
        {
            _rig.Ring.MakeAvailable(_rig.Chains.Write(i % 8u, new byte[512]).Head);
            AwaitUsed(i + 1);
        }
    });

    [Fact]
    public void One_that_stays_away_is_asked_to_notify_again_and_served_then()
    {
        _rig.Ring.MakeAvailable(_rig.Chains.Write(1, new byte[512]).Head);
        AwaitUsed(1);
        Assert.True(SpinWait.SpinUntil(() => _rig.Ring.DeviceWantsNotifications, s_patience));
        _rig.Ring.MakeAvailable(_rig.Chains.Write(2, new byte[512]).Head);
        _rig.Driver.Notify();
        Assert.True(SpinWait.SpinUntil(() => _rig.Ring.UsedIndex == 2, s_patience));
    }

    [Fact]
    public void One_that_neither_waits_nor_notifies_because_it_was_asked_not_to_is_served_all_the_same()
    {
        _rig.Ring.MakeAvailable(_rig.Chains.Write(1, new byte[512]).Head);
        AwaitUsed(1);
        _rig.Ring.MakeAvailable(_rig.Chains.Write(2, new byte[512]).Head);
        if (_rig.Ring.DeviceWantsNotifications)
        {
            _rig.Driver.Notify();
        }

        Assert.True(SpinWait.SpinUntil(() => _rig.Ring.UsedIndex == 2, s_patience));
    }

    /// <summary>Reads the register until so much has been used: a read takes its time, but not for ever.</summary>
    private void AwaitUsed(int index)
    {
        while (_rig.Ring.UsedIndex != index)
        {
            _ = _rig.Driver.InterruptStatus;
        }
    }
}
