using Airlock.Hypervisor;
using Airlock.Memory;
using Airlock.Testing;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Tests.Machines;

/// <summary>Which make a run gets; each is opened once at most, as opening is what decides.</summary>
public sealed class MachineChoiceTests
{
    private readonly List<MachineKind> _opened = [];

    [Theory]
    [InlineData(MachineKind.Auto, MachineKind.Kvm)]
    [InlineData(MachineKind.Kvm, MachineKind.Kvm)]
    [InlineData(MachineKind.Process, MachineKind.Process)]
    public void What_can_be_opened_is_taken(MachineKind wanted, MachineKind expected)
    {
        Assert.Equal(new MachineChoice(expected, null), Open(wanted, hasKvm: true));
        Assert.Equal([expected], _opened);
    }

    [Fact]
    public void Auto_falls_back_and_says_why()
    {
        Assert.Equal(new MachineChoice(MachineKind.Process, "There is no KVM."), Open(MachineKind.Auto, hasKvm: false));
        Assert.Equal([MachineKind.Kvm, MachineKind.Process], _opened);
    }

    [Theory]
    [InlineData(MachineKind.Kvm, 3)]
    [InlineData(MachineKind.Auto, 0)]
    public void What_needs_KVM_does_not_fall_back(MachineKind wanted, int ring)
    {
        Assert.Throws<HostException>(() => Open(wanted, hasKvm: false, ring));
        Assert.Equal([MachineKind.Kvm], _opened);
    }

    private MachineChoice Open(MachineKind wanted, bool hasKvm, int ring = 3)
    {
        MachineChoice choice = MachineChoice.Open(wanted, ring, kind => OpenOne(kind, hasKvm), out IHypervisor hypervisor);
        hypervisor.Dispose();
        return choice;
    }

    private ScriptedHypervisor OpenOne(MachineKind kind, bool hasKvm)
    {
        _opened.Add(kind);
        return hasKvm || kind != MachineKind.Kvm ? new ScriptedHypervisor() : throw new HostException("There is no KVM.");
    }
}
