using Airlock.Kvm.Tests.Guests;

namespace Airlock.Kvm.Tests;

public class KvmSystemTests
{
    [Fact]
    public void A_missing_device_says_that_kvm_is_not_available()
    {
        KvmException missing = Assert.Throws<KvmException>(() => KvmSystem.Open("/dev/no-such-device"));
        Assert.Equal(KvmErrorKind.NotAvailable, missing.Kind);
        Assert.Equal(2, missing.ErrorNumber);
        Assert.Contains("/dev/no-such-device", missing.Message, StringComparison.Ordinal);
        Assert.Contains("kvm_intel or kvm_amd", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_device_is_not_taken_for_kvm()
    {
        KvmException wrong = Assert.Throws<KvmException>(() => KvmSystem.Open("/dev/null"));
        Assert.Equal(KvmErrorKind.NotAvailable, wrong.Kind);
        Assert.Equal("KVM_GET_API_VERSION", wrong.Operation);
        Assert.Contains("is not the KVM device", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("ENOTTY", wrong.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_capability_that_nobody_has_is_reported_by_name()
    {
        using TinyGuest guest = new(GuestCode.Forever);
        var unknown = (KvmCapability)0x7fff0000;
        Assert.Equal(0, guest.System.CheckCapability(unknown));
        KvmException missing = Assert.Throws<KvmException>(() => guest.System.RequireCapability(unknown));
        Assert.Equal(KvmErrorKind.MissingCapability, missing.Kind);
        Assert.True(guest.System.RequireCapability(KvmCapability.UserMemory) > 0);
        Assert.True(guest.Vm.CheckCapability(KvmCapability.UserMemory) > 0);
    }

    [SkippableFact]
    public void A_region_larger_than_its_memory_is_refused()
    {
        using TinyGuest guest = new(GuestCode.Forever);
        using KvmMemory memory = new(0x2000);
        void Set(ulong length, ulong offset) =>
            guest.Vm.SetUserMemoryRegion(new KvmMemoryRegion(1, 0x100000, length), memory, offset);

        Assert.Throws<ArgumentOutOfRangeException>(() => Set(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Set(0x3000, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Set(0x2000, 0x1000));
        Assert.Throws<ArgumentOutOfRangeException>(() => Set(0x1000, 0x3000));
        Assert.Throws<ArgumentOutOfRangeException>(() => Set(ulong.MaxValue, 1));
        Set(0x1000, 0x1000);
    }
}
