using Airlock.Testing;

namespace Airlock.Hypervisor.Kvm.Tests;

/// <summary>On /dev/kvm itself.</summary>
[Trait("Needs", "kvm")] // for the filter in test.sh
public class KvmMachineTests
{
    private static readonly GuestProgram s_endless = TestProgram.FlatOf(0xeb, 0xfe); // JMP to itself

    [SkippableFact(Timeout = 60_000)]
    public async Task A_request_for_an_exit_before_there_is_a_CPU_is_not_lost()
    {
        Skip.IfNot(File.Exists("/dev/kvm"), "There is no /dev/kvm here.");
        await Task.Factory.StartNew(
            () =>
            {
                using KvmHypervisor hypervisor = KvmHypervisor.Open();
                using IVirtualMachine machine = hypervisor.CreateMachine(s_endless);
                machine.RequestExit();
                using IVirtualCpu cpu = machine.BindCpu();
                Assert.Equal(GuestExitKind.Interrupted, cpu.Run().Kind);
            },
            TaskCreationOptions.LongRunning);
    }
}
