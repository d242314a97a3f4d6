using System.Buffers.Binary;
using Airlock.Kvm.Tests.Guests;
using Airlock.Memory;

namespace Airlock.Kvm.Tests;

/// <summary>Guest writes that the kernel deals with by itself: event descriptors and the coalesced ring.</summary>
public class InKernelIoTests
{
    private static readonly CoalescedZone s_port = new(0x30, 1, IsPort: true);
    private static readonly CoalescedZone s_window = new(TinyGuest.MmioBase, 0x1000);

    [SkippableFact]
    public void A_write_to_an_event_address_signals_without_an_exit()
    {
        using TinyGuest guest = new(GuestCode.Notify);
        using EventFd port = new();
        using EventFd seven = new();
        guest.Vm.AddIoEventFd(new IoEventAddress(0x20, 1, IsPort: true), port);
        guest.Vm.AddIoEventFd(new IoEventAddress(TinyGuest.MmioBase, 2, DataMatch: 7), seven);

        MmioExit other = guest.Vcpu.Run().Mmio; // the write of 8, which doesn't match
        Assert.Equal(8, BinaryPrimitives.ReadUInt16LittleEndian(other.Data));
        Assert.Equal(1ul, port.Wait());
        Assert.Equal(1ul, seven.Wait());
        Assert.False(port.TryTake(out _));
        Assert.Equal(VcpuExitKind.Hlt, guest.Vcpu.Run().Kind);
    }

    [SkippableFact]
    public void A_removed_event_address_causes_exits_again()
    {
        using TinyGuest guest = new(GuestCode.Notify);
        using EventFd port = new();
        IoEventAddress address = new(0x20, 1, IsPort: true);
        guest.Vm.AddIoEventFd(address, port);
        guest.Vm.RemoveIoEventFd(address, port);

        Assert.Equal(0x20, guest.Vcpu.Run().Io.Port);
        Assert.False(port.TryTake(out _));
        KvmException again = Assert.Throws<KvmException>(() => guest.Vm.RemoveIoEventFd(address, port));
        Assert.Equal("KVM_IOEVENTFD", again.Operation);
        Assert.Contains("ENOENT", again.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Coalesced_port_writes_arrive_whole_and_in_order()
    {
        using TinyGuest guest = new(GuestCode.Out500);
        Skip.If(guest.Vm.CheckCapability(KvmCapability.CoalescedPio) == 0, "KVM_CAP_COALESCED_PIO is missing here.");
        guest.Vm.RegisterCoalescedZone(s_port);

        List<byte> seen = [];
        int exits = 0;
        VcpuExit exit;
        do
        {
            exit = guest.Vcpu.Run();
            exits++;
            while (guest.Vcpu.CoalescedRing.TryTake(out CoalescedWrite write))
            {
                Assert.True(write.IsPort);
                Assert.Equal(0x30ul, write.Address);
                seen.AddRange(write.Data);
            }

            if (exit.Kind == VcpuExitKind.Io)
            {
                seen.AddRange(exit.Io.Data); // the ring was full
            }
        }
        while (exit.Kind == VcpuExitKind.Io);

        Assert.Equal(VcpuExitKind.Hlt, exit.Kind);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => (byte)(500 - i)), seen);
        Assert.InRange(exits, 2, 20);
    }

    [SkippableFact]
    public void Coalesced_memory_writes_can_be_taken_by_another_thread()
    {
        using TinyGuest guest = new(GuestCode.Mmio500);
        guest.Vm.RegisterCoalescedZone(s_window);
        List<ushort> seen = [];
        bool halted = false;
        Thread reader = new(() =>
        {
            bool last;
            do
            {
                last = Volatile.Read(ref halted);
                while (guest.Vcpu.CoalescedRing.TryTake(out CoalescedWrite write))
                {
                    seen.Add(BinaryPrimitives.ReadUInt16LittleEndian(write.Data));
                }
            }
            while (!last);
        });
        reader.Start();

        List<ushort> exits = [];
        for (VcpuExit exit = guest.Vcpu.Run(); exit.Kind == VcpuExitKind.Mmio; exit = guest.Vcpu.Run())
        {
            exits.Add(BinaryPrimitives.ReadUInt16LittleEndian(exit.Mmio.Data));
        }

        Volatile.Write(ref halted, true);
        Assert.True(reader.Join(TimeSpan.FromSeconds(30)), "The reader doesn't end.");
        Assert.Equal(seen.OrderDescending(), seen); // each way in order, and together all
        Assert.Equal(Enumerable.Range(1, 500), seen.Concat(exits).Select(value => (int)value).Order());
    }

    [SkippableFact]
    public void An_unregistered_zone_causes_exits_again()
    {
        using TinyGuest guest = new(GuestCode.Mmio500);
        guest.Vm.RegisterCoalescedZone(s_window);
        guest.Vm.UnregisterCoalescedZone(s_window);

        Assert.Equal(500, BinaryPrimitives.ReadUInt16LittleEndian(guest.Vcpu.Run().Mmio.Data));
        Assert.False(guest.Vcpu.CoalescedRing.TryTake(out _));
    }

    [SkippableFact]
    public void The_ring_holds_what_fits_in_its_page()
    {
        using TinyGuest guest = new(GuestCode.Forever);
        Assert.Equal((Environment.SystemPageSize - 8) / 24, guest.Vcpu.CoalescedRing.Capacity);
    }
}
