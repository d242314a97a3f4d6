using Airlock.Kvm.Tests.Guests;

namespace Airlock.Kvm.Tests;

public class LifetimeTests
{
    [SkippableFact]
    public void Everything_can_be_disposed_in_any_order()
    {
        int before = OpenFiles.CountKvm();
        foreach (int[] order in Permutations([0, 1, 2, 3]))
        {
            TinyGuest guest = new(GuestCode.OutThenHalt);
            IDisposable[] parts = [guest.System, guest.Vm, guest.Vcpu, guest.Memory];
            foreach (int part in order)
            {
                parts[part].Dispose();
            }

            guest.Dispose();
            Assert.Equal(before, OpenFiles.CountKvm());
        }
    }

    [SkippableFact]
    public void A_vcpu_runs_on_without_its_vm_its_system_and_the_memory_s_owner()
    {
        using TinyGuest guest = new(GuestCode.OutThenHalt);
        guest.Memory.Dispose();
        guest.Vm.Dispose();
        guest.System.Dispose();
        Assert.Equal("A"u8, guest.Vcpu.Run().Io.Data);
    }

    [SkippableFact]
    public void Memory_stays_until_its_region_is_removed()
    {
        using TinyGuest guest = new(GuestCode.Forever);
        bool released = false;
        WatchedMemory memory = new(() => released = true);
        guest.Vm.SetUserMemoryRegion(new KvmMemoryRegion(1, 0x100000, 0x1000), memory);
        memory.Dispose();
        Assert.False(released);
        guest.Vm.RemoveUserMemoryRegion(1);
        Assert.True(released);
    }

    [SkippableFact]
    public void Memory_is_let_go_when_its_region_is_refused()
    {
        using TinyGuest guest = new(GuestCode.Forever);
        bool released = false;
        WatchedMemory memory = new(() => released = true);
        KvmException refusal = Assert.Throws<KvmException>(
            () => guest.Vm.SetUserMemoryRegion(new KvmMemoryRegion(1, 0x100001, 0x1000), memory));
        Assert.Equal(KvmErrorKind.Ioctl, refusal.Kind);
        Assert.Equal("KVM_SET_USER_MEMORY_REGION", refusal.Operation);
        Assert.Equal(22, refusal.ErrorNumber);
        memory.Dispose();
        Assert.True(released);
    }

    [SkippableFact]
    public void Two_hundred_machines_leave_no_descriptor_open()
    {
        int before = OpenFiles.CountKvm();
        for (int i = 0; i < 200; i++)
        {
            using TinyGuest guest = new(GuestCode.OutThenHalt);
            Assert.Equal(VcpuExitKind.Io, guest.Vcpu.Run().Kind);
        }

        Assert.Equal(before, OpenFiles.CountKvm());
    }

    [SkippableFact]
    public void Failures_leave_no_descriptor_open()
    {
        using TinyGuest guest = new(GuestCode.Forever);
        int before = OpenFiles.CountKvm();
        for (int i = 0; i < 20; i++)
        {
            Assert.Throws<KvmException>(() => guest.Vm.CreateVcpu(0)); // this number is taken
        }

        Assert.Equal(before, OpenFiles.CountKvm());
    }

    private static IEnumerable<int[]> Permutations(int[] items) => items.Length == 1
        ? [items]
        : items.SelectMany(first => Permutations([.. items.Where(item => item != first)])
            .Select(rest => (int[])[first, .. rest]));
}
