using Airlock.Hypervisor.Kvm.LongMode;
using Airlock.Kvm;

namespace Airlock.Hypervisor.Kvm.Tests.LongMode;

public class GuestCpuidTests
{
    [Theory]
    [InlineData(1, CpuidRegister.Ecx, 5)] // VMX
    [InlineData(7, CpuidRegister.Ebx, 2)] // SGX
    [InlineData(7, CpuidRegister.Ecx, 30)] // SGX_LC
    [InlineData(0x8000_0001, CpuidRegister.Ecx, 2)] // SVM
    public void A_feature_that_opens_more_of_KVM_is_hidden_and_the_others_stay(uint leaf, CpuidRegister register, int bit)
    {
        CpuidTable cpuid = Restricted(All(leaf));
        Assert.Equal(0u, Value(cpuid.Entries[0], register) >> bit & 1);
        int cleared = Enum.GetValues<CpuidRegister>().Sum(each => 32 - (int)uint.PopCount(Value(cpuid.Entries[0], each)));
        Assert.Equal(leaf == 7 ? 2 : 1, cleared);
    }

    [Theory]
    [InlineData(0x12)] // enclaves
    [InlineData(0x4000_0001)] // KVM's own features
    [InlineData(0x8000_000a)] // SVM's
    [InlineData(0x8000_001f)] // SEV's
    public void A_leaf_about_them_is_gone(uint leaf) => Assert.Equal(0, Restricted(All(leaf)).Entries.Length);

    [Theory]
    [InlineData(0)]
    [InlineData(0xd)]
    [InlineData(0x4000_0000)]
    [InlineData(0x8000_0008)]
    public void Any_other_leaf_stays_as_it_is(uint leaf)
    {
        CpuidEntry entry = Restricted(All(leaf)).Entries[0];
        Assert.All(Enum.GetValues<CpuidRegister>(), register => Assert.Equal(uint.MaxValue, Value(entry, register)));
    }

    private static CpuidTable Restricted(CpuidEntry entry)
    {
        var cpuid = new CpuidTable([entry]);
        GuestCpuid.Restrict(cpuid);
        return cpuid;
    }

    private static CpuidEntry All(uint leaf) => new()
    {
        Function = leaf,
        Eax = uint.MaxValue,
        Ebx = uint.MaxValue,
        Ecx = uint.MaxValue,
        Edx = uint.MaxValue,
    };

    private static uint Value(in CpuidEntry entry, CpuidRegister register) => register switch
    {
        CpuidRegister.Eax => entry.Eax,
        CpuidRegister.Ebx => entry.Ebx,
        CpuidRegister.Ecx => entry.Ecx,
        _ => entry.Edx,
    };
}
