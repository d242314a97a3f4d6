using System.Buffers.Binary;
using Airlock.Kvm.Tests.Guests;

namespace Airlock.Kvm.Tests;

public class ExitTests
{
    [SkippableFact]
    public void A_guest_writes_to_a_port_and_halts()
    {
        using TinyGuest guest = new(GuestCode.OutThenHalt);

        VcpuExit exit = guest.Vcpu.Run();
        Assert.Equal(VcpuExitKind.Io, exit.Kind);
        Assert.Equal(2u, exit.Reason);
        IoExit io = exit.Io;
        Assert.True(io.IsOut);
        Assert.Equal(0x10, io.Port);
        Assert.Equal(1, io.Size);
        Assert.Equal(1u, io.Count);
        Assert.Equal("A"u8, io.Data);

        Assert.Equal(VcpuExitKind.Hlt, guest.Vcpu.Run().Kind);
    }

    [SkippableFact]
    public void A_guest_reads_what_was_put_into_a_port_exit()
    {
        using TinyGuest guest = new(GuestCode.Echo);

        IoExit read = guest.Vcpu.Run().Io;
        Assert.False(read.IsOut);
        Assert.Equal(0x10, read.Port);
        read.Data[0] = 0x5a;

        IoExit write = guest.Vcpu.Run().Io;
        Assert.Equal(0x11, write.Port);
        Assert.Equal(0x5a, write.Data[0]);
    }

    [SkippableFact]
    public void String_input_fills_the_guest_s_memory_in_order()
    {
        using TinyGuest guest = new(GuestCode.StringIn);

        byte next = 1;
        for (VcpuExit exit = guest.Vcpu.Run(); exit.Kind == VcpuExitKind.Io; exit = guest.Vcpu.Run())
        {
            IoExit io = exit.Io;
            Assert.Equal(io.Size * io.Count, (uint)io.Data.Length);
            foreach (ref byte value in io.Data)
            {
                value = next++;
            }
        }

        byte[] read = new byte[17];
        guest.Memory.ReadSpan(0x3000, read.AsSpan());
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 0], read);
    }

    [SkippableFact]
    public void A_guest_reads_and_writes_where_there_is_no_memory()
    {
        using TinyGuest guest = new(GuestCode.MmioEcho);

        MmioExit read = guest.Vcpu.Run().Mmio;
        Assert.False(read.IsWrite);
        Assert.Equal(TinyGuest.MmioBase, read.Address);
        Assert.Equal(4, read.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(read.Data, 0x12345678);

        MmioExit write = guest.Vcpu.Run().Mmio;
        Assert.True(write.IsWrite);
        Assert.Equal(TinyGuest.MmioBase + 4, write.Address);
        Assert.Equal(0x12345678u, BinaryPrimitives.ReadUInt32LittleEndian(write.Data));
        Assert.Equal(VcpuExitKind.Hlt, guest.Vcpu.Run().Kind);
    }

    [SkippableFact]
    public void An_exit_of_one_kind_refuses_to_be_read_as_another()
    {
        using TinyGuest guest = new(GuestCode.OutThenHalt);
        Assert.Throws<InvalidOperationException>(() => guest.Vcpu.Run().Mmio.Address);
    }

    [SkippableFact]
    public void A_read_only_region_turns_writes_into_exits()
    {
        using TinyGuest guest = new(GuestCode.MmioEcho);
        Skip.If(guest.Vm.CheckCapability(KvmCapability.ReadOnlyMemory) == 0, "KVM_CAP_READONLY_MEM is missing here.");
        using KvmMemory memory = new(0x1000);
        memory.Write(0, 0xcafef00du);
        guest.Vm.SetUserMemoryRegion(
            new KvmMemoryRegion(1, TinyGuest.MmioBase, 0x1000, IsReadOnly: true), memory);

        MmioExit write = guest.Vcpu.Run().Mmio;
        Assert.True(write.IsWrite);
        Assert.Equal(0xcafef00du, BinaryPrimitives.ReadUInt32LittleEndian(write.Data));
        Assert.Equal(0u, memory.Read<uint>(4));
    }

    [SkippableFact]
    public void Exits_allocate_nothing()
    {
        using TinyGuest guest = new(GuestCode.OutForever);
        for (int i = 0; i < 100; i++)
        {
            guest.Vcpu.Run();
        }

        const int exits = 1000;
        int seen = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (seen < exits && guest.Vcpu.Run().Io.Port == 0x10 && !guest.Vcpu.CoalescedRing.TryTake(out _))
        {
            seen++;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal((exits, 0), (seen, allocated)); // one that left early would have allocated nothing, too
    }
}
