using Airlock.Hypervisor.Process.Setup;
using Airlock.Hypervisor.Process.Tests.Guests;
using Airlock.Hypervisor.Process.Tracing;
using Airlock.Interop;
using Airlock.Memory;

namespace Airlock.Hypervisor.Process.Tests;

public sealed class RefusalTests : IDisposable
{
    private readonly ProcessHypervisor _hypervisor = new();

    public void Dispose() => _hypervisor.Dispose();

    [Fact]
    public void A_ring_0_guest_needs_KVM()
    {
        GuestProgramException e = Assert.Throws<GuestProgramException>(
            () => _hypervisor.CreateMachine(Programs.Flat(code => code.hlt()) with { Ring = 0 }));
        Assert.Equal("'test' is to run in ring 0, which needs KVM; run it where /dev/kvm is, or in ring 3.", e.Message);
    }

    [Fact]
    public void A_program_of_more_parts_than_a_page_can_tell_is_refused()
    {
        GuestProgramException e = Assert.Throws<GuestProgramException>(() => _hypervisor.CreateMachine(WithSegments(86)));
        Assert.Contains("link it with fewer segments", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_of_as_many_parts_as_a_page_can_tell_runs() =>
        Assert.Equal(GuestExitKind.Halted, GuestRun.Complete(WithSegments(83)).End.Kind);

    [Fact(Timeout = 30_000)]
    public Task A_machine_has_one_CPU() => Task.Run(() =>
    {
        using IVirtualMachine machine = _hypervisor.CreateMachine(Programs.Flat(code => code.hlt()));
        using IVirtualCpu cpu = machine.BindCpu();
        Assert.Throws<InvalidOperationException>(() => machine.BindCpu());
    });

    [Theory]
    [InlineData(Errno.EACCES, "vm.memfd_noexec")]
    [InlineData(Errno.EAGAIN, "ulimit -u")]
    [InlineData(Errno.EMFILE, "ulimit -n")]
    [InlineData(Errno.ENOENT, "/proc")]
    [InlineData(Errno.ENOMEM, "memory")]
    [InlineData(Errno.EINVAL, "EINVAL")]
    public void A_program_that_cannot_start_says_what_to_do(int errno, string advice)
    {
        HostException e = Refusal.OfProgram("posix_spawn", errno);
        Assert.Contains(advice, e.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData((int)SetupStep.AskToBeTraced << 8, "kernel.yama.ptrace_scope")]
    [InlineData((int)SetupStep.MapMemory << 8, "vm.mmap_min_addr")]
    [InlineData((int)SetupStep.CloseDescriptors << 8, "Linux 5.9")]
    [InlineData((int)SetupStep.RefuseSystemCalls << 8, "CONFIG_SECCOMP_FILTER")]
    [InlineData((int)SetupStep.UnmapAbove << 8, "step 10 (UnmapAbove)")]
    [InlineData(LibC.SIGSYS, "seccomp profile")]
    [InlineData(LibC.SIGKILL, "killed")]
    [InlineData(LibC.SIGBUS, "signal 7")]
    public void A_set_up_that_fails_says_what_to_do(int status, string advice) =>
        Assert.Contains(advice, Refusal.OfSetup(new WaitStatus(status)).Message, StringComparison.Ordinal);

    /// <summary>A real refusal: what the stub is to map lies where it is itself.</summary>
    [Fact]
    public void A_step_that_fails_is_told_and_leaves_nothing_over()
    {
        using var stub = new StubFile();
        using GuestMemory memory = GuestMemory.AllocateShared(Programs.MemoryBytes);
        PageRange onItself = new(0x100_0000_0000, 0x1000, PageRights.Read);
        HostException e = Assert.Throws<HostException>(() => GuestStart.Start(stub, memory, new GuestSpace(0, 0, [onItself])));
        Assert.Equal(Refusal.OfSetup(new WaitStatus((int)SetupStep.MapMemory << 8)).Message, e.Message);
    }

    private static GuestProgram WithSegments(int count) => Programs.Of(
    [
        .. Enumerable.Range(0, count).Select(i => new ProgramSegment(
            i == 0 ? 0x1_0000 : 0x20_0000 + (ulong)(i * 0x2000), Programs.Assemble(code => code.hlt()), 0x1000, PageRights.Read | PageRights.Execute)),
    ]);
}
