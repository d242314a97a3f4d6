using Airlock.Hypervisor.Process.Tests.Guests;
using Airlock.Interop;
using static Iced.Intel.AssemblerRegisters;

namespace Airlock.Hypervisor.Process.Tests;

[Collection(AloneInTheProcess.Name)]
public class LifeTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_guest_that_somebody_kills_has_failed()
    {
        using GuestRun run = GuestRun.Start(code => code.Forever(c => c.nop()));
        int process = run.Process;
        Assert.Equal(0, LibC.kill(process, LibC.SIGKILL));
        GuestEnd end = run.End();
        Assert.Equal(GuestExitKind.Failed, end.Kind);
        Assert.StartsWith("its process was killed", end.Failure, StringComparison.Ordinal);
        Assert.False(ProcFile.Exists(process));
    }

    [Fact]
    public void A_guest_that_is_killed_while_it_waits_for_an_answer_has_failed()
    {
        GuestRun? run = null;
        run = GuestRun.Create(
            Programs.Flat(code => code.Forever(c => c.@in(eax, dx))),
            observer: _ => LibC.kill(run!.Process, LibC.SIGKILL));
        using (run)
        {
            run.Start();
            Assert.Equal(GuestExitKind.Failed, run.End().Kind);
            Assert.Single(run.Accesses);
        }
    }

    [Theory]
    [InlineData(LibC.SIGINT)]
    [InlineData(LibC.SIGSEGV)]
    [InlineData(LibC.SIGTRAP)]
    [InlineData(LibC.SIGSYS)]
    [InlineData(LibC.SIGTERM)]
    [InlineData(18)] // SIGCONT
    [InlineData(19)] // SIGSTOP
    [InlineData(20)] // SIGTSTP
    [InlineData(40)] // of real time
    public void A_signal_from_outside_does_nothing_to_a_guest(int signal)
    {
        using GuestRun run = GuestRun.Start(code =>
        {
            code.xor(ecx, ecx);
            code.Forever(c =>
            {
                c.inc(ecx);
                c.@out(dx, eax);
            });
        });
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(0, LibC.kill(run.Process, signal));
        }

        int seen = run.Interruptions;
        run.Machine.RequestExit();
        Assert.True(SpinWait.SpinUntil(() => run.Interruptions > seen, s_patience));
    }

    [Fact]
    public void A_guest_ends_with_the_thread_that_runs_it()
    {
        using var hypervisor = new ProcessHypervisor();
        using IVirtualMachine machine = hypervisor.CreateMachine(Programs.Flat(code => code.hlt()));
        var thread = new Thread(() => machine.BindCpu());
        thread.Start();
        thread.Join();
        int process = machine.Needs.TracedProcess!.Value;
        Assert.True(SpinWait.SpinUntil(() => !ProcFile.Exists(process), s_patience));
        LibC.wait4(process, out _, 0, 0);
    }

    [Fact]
    public void Two_hundred_starts_and_stops_leave_nothing_over()
    {
        GuestRun.Complete(code => code.hlt());
        int descriptors = Descriptors(), mappings = Mappings();
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(GuestExitKind.Halted, GuestRun.Complete(code => code.hlt()).End.Kind);
            GuestRun.Start(code => code.Forever(c => c.nop())).Dispose();
        }

        Assert.InRange(Descriptors(), 0, descriptors + 2);
        Assert.InRange(Mappings(), 0, mappings + 5);
        Assert.Empty(Children());
    }

    [Fact]
    public void A_guest_that_cannot_be_made_leaves_nothing_over()
    {
        using var hypervisor = new ProcessHypervisor();
        hypervisor.CreateMachine(Programs.Flat(code => code.hlt())).Dispose(); // the first one opens what all of them use
        int descriptors = Descriptors();
        Assert.Throws<GuestProgramException>(() => hypervisor.CreateMachine(Programs.Flat(code => code.hlt()) with { Ring = 0 }));
        Assert.Throws<GuestProgramException>(() => hypervisor.CreateMachine(Programs.Of(
            new ProgramSegment(Programs.MemoryBytes, new byte[1], 0x1000, PageRights.Read))));
        Assert.Equal(descriptors, Descriptors());
        Assert.Empty(Children());
    }

    [Fact]
    public void Stops_of_the_guest_are_not_signaled_to_this_process()
    {
        GuestRun.Complete(code => code.hlt());
        LibC.sigaction(LibC.SIGCHLD, 0, out LibC.SigAction action);
        Assert.Equal(LibC.SA_NOCLDSTOP, action.sa_flags & LibC.SA_NOCLDSTOP);

        // And a handler that was there is there still: .NET waits for programs by it.
        using System.Diagnostics.Process program = System.Diagnostics.Process.Start("/bin/true");
        Assert.True(program.WaitForExit(s_patience));
        GuestRun.Complete(code => code.hlt());
        using System.Diagnostics.Process other = System.Diagnostics.Process.Start("/bin/true");
        Assert.True(other.WaitForExit(s_patience));
    }

    private static int Descriptors() => Directory.GetFiles("/proc/self/fd").Length;

    private static int Mappings() => File.ReadLines("/proc/self/maps").Count(line => line.Contains("airlock", StringComparison.Ordinal));

    /// <summary>Guests that are still there, or not waited for.</summary>
    private static IEnumerable<string> Children() => Directory.GetDirectories("/proc/self/task")
        .Select(task => Path.Combine(task, "children"))
        .Where(File.Exists)
        .SelectMany(file => File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
