namespace Airlock.Kvm.Tests;

public class ReadmeTests
{
    /// <remarks>Word for word the package's README, but for where the output goes.</remarks>
    [SkippableFact]
    public void The_six_steps_of_the_readme_print_a_letter()
    {
        Skip.IfNot(File.Exists("/dev/kvm"), "There is no /dev/kvm here.");
        StringWriter output = new();

        using KvmSystem kvm = KvmSystem.Open();
        using KvmVm vm = kvm.CreateVm();
        using KvmMemory memory = new(0x10000);
        memory.WriteSpan<byte>(0x1000, [0xb0, 0x41, 0xe6, 0x10, 0xf4]);
        vm.SetUserMemoryRegion(new KvmMemoryRegion(Slot: 0, GuestAddress: 0, Length: 0x10000), memory);
        using KvmVcpu vcpu = vm.CreateVcpu();
        vcpu.SetCpuid(kvm.GetSupportedCpuid());
        KvmSpecialRegisters special = vcpu.GetSpecialRegisters();
        special.Cs = special.Cs with { Base = 0, Selector = 0 };
        vcpu.SetSpecialRegisters(special);
        vcpu.SetRegisters(new KvmRegisters { Rip = 0x1000, Rflags = 2 });
        for (VcpuExit exit = vcpu.Run(); exit.Kind != VcpuExitKind.Hlt; exit = vcpu.Run())
        {
            if (exit.Kind == VcpuExitKind.Io && exit.Io.IsOut)
            {
                output.Write($"port 0x{exit.Io.Port:x}: {(char)exit.Io.Data[0]}");
            }
        }

        Assert.Equal("port 0x10: A", output.ToString());
    }
}
