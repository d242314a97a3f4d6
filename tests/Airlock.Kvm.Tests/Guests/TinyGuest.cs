namespace Airlock.Kvm.Tests.Guests;

/// <summary>A VM with 64 KiB of memory and one vCPU, about to run 16-bit real-mode code at 0x1000.</summary>
internal sealed class TinyGuest : IDisposable
{
    internal const ulong MemorySize = 0x10000;
    internal const ulong Entry = 0x1000;

    /// <summary>DS begins here, above memory: data accesses are MMIO.</summary>
    internal const ulong MmioBase = 0x20000;

    internal TinyGuest(params ReadOnlySpan<byte> code)
    {
        Skip.IfNot(File.Exists("/dev/kvm"), "There is no /dev/kvm here.");
        System = KvmSystem.Open();
        Vm = System.CreateVm();
        Memory = new KvmMemory(MemorySize);
        Memory.WriteSpan(Entry, code);
        Vm.SetUserMemoryRegion(new KvmMemoryRegion(0, 0, MemorySize), Memory);
        Vcpu = Vm.CreateVcpu();
        Start();
    }

    internal KvmSystem System { get; }

    internal KvmVm Vm { get; }

    internal KvmMemory Memory { get; }

    internal KvmVcpu Vcpu { get; }

    /// <summary>Puts the vCPU at the entry, again.</summary>
    internal void Start()
    {
        KvmSpecialRegisters special = Vcpu.GetSpecialRegisters();
        special.Cs = special.Cs with { Base = 0, Selector = 0 };
        special.Ds = special.Ds with { Base = MmioBase, Selector = (ushort)(MmioBase >> 4) };
        Vcpu.SetSpecialRegisters(special);
        Vcpu.SetRegisters(new KvmRegisters { Rip = Entry, Rsp = 0x8000, Rflags = 2 });
    }

    public void Dispose()
    {
        Vcpu.Dispose();
        Vm.Dispose();
        System.Dispose();
        Memory.Dispose();
    }
}
