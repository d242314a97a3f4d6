using Airlock.Abi.Machine;
using Airlock.Hypervisor;
using Airlock.Memory;
using Airlock.Protocol;
using Airlock.Testing;
using Airlock.Vmm.Images;
using Airlock.Vmm.Jobs;
using Airlock.Vmm.Results;
using Airlock.Vmm.Tests.Machines;
using Airlock.Vmm.Tests.Messages;
using Airlock.Vmm.Tests.Stores;

namespace Airlock.Vmm.Tests.Jobs;

/// <summary>Whole jobs with a scripted guest, from the options to what is left under the output's name.</summary>
public sealed class JobRunTests : IDisposable
{
    private const ushort Com1 = Ports.Com1;

    private static readonly byte[] s_before = "what was there before"u8.ToArray();
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly byte[] s_success = GuestMessages.Frame(GuestMessages.Complete());

    /// <summary>A guest of the user's, on COM1.</summary>
    private static readonly DiskJobOptions s_foreign =
        new() { Machine = MachineKind.Process, Guest = TestSpec.Image, Transport = Transport.Serial };

    private readonly TemporaryFolder _folder = new();
    private readonly List<GuestMessage> _heard = [];

    public JobRunTests()
    {
        _folder.Write("in", new byte[700]);
        _folder.Write("out", s_before);
    }

    private byte[] Output => File.ReadAllBytes(_folder.PathOf("out"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_guest_that_reports_success_has_its_output()
    {
        RunResult result = Run(
            s_foreign,
            ScriptedExit.Out(Com1, GuestMessages.Frame(GuestMessages.Progress(1))),
            ScriptedExit.Out(Com1, s_success),
            ScriptedExit.Halt);
        Assert.Equal((RunOutcome.Succeeded, null), (result.Outcome, result.Reason));
        Assert.Equal(MachineKind.Process, result.Machine);
        Assert.Equal([GuestMessages.Progress(1), GuestMessages.Complete()], _heard);
        Assert.Equal((2L, GuestMessages.Complete().Complete), (result.Messages, result.Complete));
        Assert.Equal((2L, 1L), (result.Exits.PortIo, result.Exits.Other));
        Assert.InRange(result.TimeToFirstMessage!.Value, TimeSpan.Zero, result.WallTime);
        Assert.Equal(new byte[700], Output);
    }

    [Fact]
    public void What_was_collected_before_HLT_counts()
    {
        RunResult result = Run(s_foreign, ScriptedExit.Collected(Com1, s_success), ScriptedExit.Halt);
        Assert.Equal(RunOutcome.Succeeded, result.Outcome);
        Assert.Equal(s_success.Length, result.Exits.CoalescedPortIo);
    }

    [Fact]
    public void A_copy_of_nothing_is_done_once_the_guest_says_so()
    {
        _folder.Write("in", []);
        var complete = new GuestMessage
        {
            Level = Level.Complete,
            Complete = new CompleteMessage { Operation = "copy", Success = true },
        };
        RunResult result = Run(
            s_foreign with { Guest = null }, ScriptedExit.Out(Com1, GuestMessages.Frame(complete)), ScriptedExit.Halt);
        Assert.Equal((RunOutcome.Succeeded, null), (result.Outcome, result.Reason));
        Assert.Empty(Output);
    }

    [Fact]
    public void A_copy_that_the_devices_have_not_seen_breaks_the_contract()
    {
        _folder.Write("in", new byte[100 * 512]); // as many sectors as the guest says
        AssertLeavesOutput(
            RunOutcome.ContractBroken,
            "The guest reported success, but didn't write every sector of the output.",
            Run(s_foreign with { Guest = null }, ScriptedExit.Out(Com1, s_success), ScriptedExit.Halt));
    }

    [Fact]
    public void A_frame_that_is_begun_after_the_last_word_breaks_the_contract() => AssertLeavesOutput(
        RunOutcome.ContractBroken,
        "The guest began another message after its CompleteMessage.",
        Run(s_foreign, ScriptedExit.Out(Com1, [.. s_success, 5]), ScriptedExit.Halt));

    [Fact]
    public void A_ring_that_is_broken_right_before_HLT_breaks_the_contract()
    {
        using ManualResetEventSlim heard = new(), ended = new();
        var hypervisor = new ScriptedHypervisor(ram => LieAtTheEnd(ram, heard, ended));
        RunResult? result = null;
        Runner.InTime(() => result = Job(s_foreign with { Transport = Transport.Shared }, hypervisor).Run(_ =>
        {
            heard.Set();
            Assert.True(ended.Wait(s_patience));
        }));
        AssertLeavesOutput(RunOutcome.ContractBroken, "The guest broke the ring of messages", result!);
    }

    [Fact]
    public void A_failure_that_the_guest_reports_leaves_the_output() => AssertLeavesOutput(
        RunOutcome.Failed,
        "The guest reported failure; its messages say why.",
        Run(
            s_foreign,
            ScriptedExit.Out(Com1, GuestMessages.Frame(GuestMessages.Complete(success: false))),
            ScriptedExit.Halt));

    [Fact]
    public void A_guest_that_faults_after_its_success_has_crashed()
    {
        var report = new ExceptionReport(6, null, 0x1_0000, null);
        RunResult result = Run(s_foreign, ScriptedExit.Out(Com1, s_success), ScriptedExit.Raise(report));
        AssertLeavesOutput(RunOutcome.ContractBroken, "The guest crashed: invalid opcode", result);
        Assert.Equal(new GuestFault(6, null, 0x1_0000, null, null), result.Fault);
    }

    [Fact]
    public void A_guest_that_says_and_does_nothing_has_stalled() => AssertLeavesOutput(
        RunOutcome.Stalled,
        "The guest stalled: for 0.05 seconds",
        Run(s_foreign with { StallTimeout = TimeSpan.FromMilliseconds(50) }, new ScriptedHypervisor(AlwaysRunning)));

    [Fact]
    public void A_run_may_have_a_time_limit() => AssertLeavesOutput(
        RunOutcome.Stalled,
        "The run passed its time limit of 0.05 seconds",
        Run(s_foreign with { TimeLimit = TimeSpan.FromMilliseconds(50) }, new ScriptedHypervisor(AlwaysRunning)));

    [Fact]
    public void A_run_that_is_cancelled_leaves_the_output()
    {
        using var cancellation = new CancellationTokenSource();
        var hypervisor = new ScriptedHypervisor(ScriptedExit.RunForEver);
        Runner run = Runner.Start(() => Job(s_foreign, hypervisor).Run(cancellationToken: cancellation.Token));
        SpinWait.SpinUntil(() => hypervisor.HasMachine);
        hypervisor.Machine.AwaitRunning();
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(run.AwaitEnd);
        AssertGone(hypervisor);
    }

    [Fact]
    public async Task The_stream_of_a_run_that_is_cancelled_ends_with_the_callers_token()
    {
        using var cancellation = new CancellationTokenSource();
        var hypervisor = new ScriptedHypervisor(ScriptedExit.Out(Com1, s_success), ScriptedExit.RunForEver);
        var e = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (GuestMessage message in Job(s_foreign, hypervisor).RunAsync(cancellation.Token))
            {
                await cancellation.CancelAsync();
            }
        });
        Assert.Equal(cancellation.Token, e.CancellationToken);
        Assert.StartsWith("The run was interrupted.", e.Message, StringComparison.Ordinal);
        AssertGone(hypervisor);
    }

    /// <summary>Also while the run waits for a reader that has fallen behind.</summary>
    [Fact]
    public async Task So_does_the_stream_of_one_that_waits_for_its_reader()
    {
        using var cancellation = new CancellationTokenSource();
        byte[] many = [.. Enumerable.Range(1, 3000).SelectMany(i => GuestMessages.Frame(GuestMessages.Progress((ulong)i, 3000)))];
        var hypervisor = new ScriptedHypervisor(ScriptedExit.Out(Com1, many), ScriptedExit.RunForEver);
        var e = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (GuestMessage message in Job(s_foreign, hypervisor).RunAsync(cancellation.Token))
            {
                if (!cancellation.IsCancellationRequested)
                {
                    await cancellation.CancelAsync();
                }
            }
        });
        Assert.Equal(cancellation.Token, e.CancellationToken);
        AssertGone(hypervisor);
    }

    [Fact]
    public async Task The_task_of_a_run_that_is_cancelled_is_a_canceled_one()
    {
        using var cancellation = new CancellationTokenSource();
        var hypervisor = new ScriptedHypervisor(ScriptedExit.Out(Com1, s_success), ScriptedExit.RunForEver);
        Task run = Job(s_foreign, hypervisor).RunAsync(new CancelAtOnce(cancellation), cancellation.Token);
        var e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal((TaskStatus.Canceled, cancellation.Token), (run.Status, e.CancellationToken));
        AssertGone(hypervisor);
    }

    [Fact]
    public async Task A_task_that_is_cancelled_before_it_starts_is_a_canceled_one()
    {
        var cancelled = new CancellationToken(canceled: true);
        Task run = Job(s_foreign, new ScriptedHypervisor(ScriptedExit.Halt)).RunAsync(new Progress<GuestMessage>(), cancelled);
        var e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal((TaskStatus.Canceled, cancelled), (run.Status, e.CancellationToken));
        Assert.Equal(s_before, Output);
    }

    /// <summary>Which a worker that was taken over could do.</summary>
    [Fact]
    public void An_output_that_has_become_longer_is_not_taken()
    {
        var hypervisor = new ScriptedHypervisor(LengthenOutput);
        AssertLeavesOutput(
            RunOutcome.ContractBroken, "The output has 5000 bytes by now, where the input has 700", Run(s_foreign, hypervisor));
    }

    [Fact]
    public void Whoever_hears_of_messages_may_throw()
    {
        var failure = new InvalidOperationException("I don't like that.");
        var hypervisor = new ScriptedHypervisor(ScriptedExit.Out(Com1, s_success), ScriptedExit.RunForEver);
        Runner run = Runner.Start(() => Job(s_foreign, hypervisor).Run(_ => throw failure));
        Assert.Same(failure, Assert.Throws<InvalidOperationException>(run.AwaitEnd));
        AssertGone(hypervisor);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_host_that_cannot_run_the_machine_is_told_to_the_caller(bool atOnce)
    {
        var failure = new HostException("This host can't.");
        var hypervisor = new ScriptedHypervisor(ScriptedExit.Halt)
        {
            MachineFailure = atOnce ? failure : null,
            BindFailure = failure,
        };
        Runner run = Runner.Start(() => Job(s_foreign, hypervisor).Run());
        AirlockException e = Assert.Throws<AirlockException>(run.AwaitEnd);
        Assert.Equal((AirlockError.HostUnsupported, "This host can't."), (e.Error, e.Message));
        AssertGone(hypervisor);
    }

    [Fact]
    public void A_program_that_does_not_fit_is_told_to_the_caller()
    {
        var failure = new GuestProgramException("Too large.");
        var hypervisor = new ScriptedHypervisor(ScriptedExit.Halt) { MachineFailure = failure };
        var e = Assert.Throws<GuestImageException>(() => Job(s_foreign, hypervisor).Run());
        Assert.Equal("Too large.", e.Message);
        AssertGone(hypervisor);
    }

    [Fact]
    public void Ring_0_in_the_process_machine_is_a_mistake_before_there_is_a_machine()
    {
        var hypervisor = new ScriptedHypervisor(ScriptedExit.Halt);
        AirlockException e = Assert.Throws<AirlockException>(() => Job(s_foreign with { Ring = 0 }, hypervisor).Run());
        Assert.Equal(AirlockError.Usage, e.Error);
        Assert.False(hypervisor.HasMachine);
    }

    private static IEnumerable<ScriptedExit> AlwaysRunning(GuestMemory ram)
    {
        while (true)
        {
            yield return ScriptedExit.RunForEver;
        }
    }

    /// <summary>Success has been heard by then, and nobody listens until the guest has ended.</summary>
    private static IEnumerable<ScriptedExit> LieAtTheEnd(
        GuestMemory ram, ManualResetEventSlim heard, ManualResetEventSlim ended)
    {
        try
        {
            yield return ScriptedExit.Out(Com1, s_success);
            Assert.True(heard.Wait(s_patience));
            yield return ScriptedExit.Write32(MemoryMap.MessageRingRegisters + MessageRing.RegisterEnable, 1);
            ram.TryWrite(MemoryMap.MessageRing + MessageRing.Head, uint.MaxValue);
            yield return ScriptedExit.Halt;
        }
        finally
        {
            ended.Set();
        }
    }

    private IEnumerable<ScriptedExit> LengthenOutput(GuestMemory ram)
    {
        string link = Directory.GetFiles("/proc/self/fd")
            .Single(fd => new FileInfo(fd).LinkTarget?.StartsWith(_folder.PathOf("#"), StringComparison.Ordinal) == true);
        using (FileStream output = File.OpenWrite(link))
        {
            output.SetLength(5000);
        }

        yield return ScriptedExit.Out(Com1, s_success);
        yield return ScriptedExit.Halt;
    }

    private sealed class CancelAtOnce(CancellationTokenSource cancellation) : IProgress<GuestMessage>
    {
        public void Report(GuestMessage value) => cancellation.Cancel();
    }

    private DiskJob Job(DiskJobOptions options, ScriptedHypervisor hypervisor) =>
        new(_folder.PathOf("in"), _folder.PathOf("out"), options, _ => hypervisor);

    private RunResult Run(DiskJobOptions options, params ScriptedExit[] guest) =>
        Run(options, new ScriptedHypervisor(guest));

    private RunResult Run(DiskJobOptions options, ScriptedHypervisor hypervisor)
    {
        RunResult? result = null;
        Runner.InTime(() => result = Job(options, hypervisor).Run(_heard.AddRange));
        Assert.True(hypervisor.IsDisposed);
        return result!;
    }

    private void AssertLeavesOutput(RunOutcome outcome, string reason, RunResult result)
    {
        Assert.Equal(outcome, result.Outcome);
        Assert.StartsWith(reason, result.Reason, StringComparison.Ordinal);
        Assert.Equal(s_before, Output);
    }

    private void AssertGone(ScriptedHypervisor hypervisor)
    {
        Assert.True(hypervisor.IsDisposed); // which it can't be while its machine or its CPU is there
        Assert.Equal(s_before, Output);
        Assert.Equal(["in", "out"], _folder.Names);
    }
}
