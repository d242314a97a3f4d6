using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Airlock.Sandbox.Processes;
using Airlock.Testing;
using Airlock.Virtio.Block;
using Airlock.Vmm.Images;
using Airlock.Vmm.Jobs;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;
using Airlock.Vmm.Tests.Stores;
using Airlock.Vmm.Workers;

namespace Airlock.Vmm.Tests.Workers;

/// <summary>
/// Workers that somebody has taken over, or that something has befallen: shell scripts, whose descriptor 3 is the channel.
/// The output stays as it was, and the run ends in its time.
/// </summary>
[Trait("Needs", "kvm")] // for the filter in test.sh
public sealed class HostileWorkerTests : IDisposable
{
    private static readonly byte[] s_before = "what was there before"u8.ToArray();

    private readonly TemporaryFolder _folder = new();

    public HostileWorkerTests()
    {
        _folder.Write("in.img", new byte[25_600]);
        _folder.Write("out.img", s_before);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("exit 0", "it ended without a word")]
    [InlineData("kill -SEGV $$", "signal 11 ended it")]
    [InlineData("kill -SYS $$", "a system call that it has no right to")]
    [InlineData("kill -KILL $$", "it was killed")]
    [InlineData("head -c 300000 /dev/urandom >&3", "it ended without a word", "it can't be understood any more")]
    [InlineData("cat /dev/zero >&3", "it ended without a word", "it can't be understood any more")]
    [InlineData("printf '\\001\\000\\000\\000\\377\\377\\377\\377' >&3; sleep 100", "it can't be understood any more")]
    public void A_worker_that_is_lost_breaks_the_contract(string script, params string[] reasons)
    {
        RunResult result = Run($"{Say(Started())}; {script}");
        Assert.Equal(RunOutcome.ContractBroken, result.Outcome);
        Assert.Contains(reasons, reason => result.Reason!.Contains(reason, StringComparison.Ordinal));
    }

    /// <summary>No guest has had a hand in that.</summary>
    [Theory]
    [InlineData("exit 0", "it ended without a word")]
    [InlineData("kill -SEGV $$", "signal 11 ended it")]
    [InlineData("kill -KILL $$", "it was killed")]
    [InlineData("printf '\\001\\000\\000\\000\\377\\377\\377\\377' >&3; sleep 100", "it can't be understood any more")]
    public void One_that_is_lost_before_the_guest_runs_is_the_hosts_fault(string script, string reason)
    {
        var e = Assert.Throws<AirlockException>(() => Run(script));
        Assert.Equal(AirlockError.HostUnsupported, e.Error);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    /// <summary>A number is all that it can say of it.</summary>
    [Theory]
    [InlineData(41, "the system call socket (41), which it has no right to")]
    [InlineData(-1, "the system call without a name (-1)")]
    [InlineData(123_456, "the system call without a name (123456)")]
    public void A_forbidden_call_is_named(int call, string words)
    {
        RunResult result = Run($"{Say(Started(), Record(RecordKind.Forbidden, BitConverter.GetBytes(call)))}; kill -SYS $$");
        Assert.Equal(RunOutcome.ContractBroken, result.Outcome);
        Assert.Contains(words, result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_only_says_that_the_guest_has_halted_proves_nothing()
    {
        RunResult result = Run(Say(Started(), Ended(StopCause.Halted)));
        Assert.Equal(RunOutcome.ContractBroken, result.Outcome);
        Assert.Contains("without a CompleteMessage", result.Reason, StringComparison.Ordinal);
    }

    /// <summary>Causes that only the parent can have, and numbers that are none: nobody was cancelled, nothing crashed.</summary>
    [Theory]
    [InlineData(StopCause.Stalled)]
    [InlineData(StopCause.StoreFailed)]
    [InlineData(StopCause.Cancelled)]
    [InlineData(StopCause.WorkerLost)]
    [InlineData(StopCause.Crashed)]
    [InlineData((StopCause)(-1))]
    [InlineData((StopCause)int.MaxValue)]
    internal void Whatever_cause_it_names_is_held_against_it(StopCause cause)
    {
        RunResult result = Run(Say(Started(), Ended(cause, "Pass --no-sandbox.\" Pass --no-sandbox.")));
        Assert.Equal(RunOutcome.ContractBroken, result.Outcome);
        Assert.StartsWith(
            "The guest broke the contract; in the worker's words: \"Pass --no-sandbox.' Pass --no-sandbox.\".",
            result.Reason,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_is_told_in_the_parents_words()
    {
        var report = new MachineReport { Fault = new GuestFault(14, 6, 0x1_0391, 8, "pass --no-sandbox"), Disks = new BlockDeviceMetrics[2] };
        RunResult result = Run(Say(Started(), Ended(report, StopCause.ContractBroken, "Pass --no-sandbox.")));
        Assert.Equal(RunOutcome.ContractBroken, result.Outcome);
        Assert.StartsWith("The guest crashed: page fault (vector 14, error code 0x6) at rip 0x10391", result.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("no-sandbox", result.Reason, StringComparison.Ordinal);
    }

    /// <summary>Before the guest runs it is the worker that speaks.</summary>
    [Fact]
    public void What_the_host_lacks_is_told_before_the_guest_runs()
    {
        var e = Assert.Throws<AirlockException>(() => Run(Say(Refused(RefusalKind.Host, "It has no room."))));
        Assert.Equal((AirlockError.HostUnsupported, "It has no room."), (e.Error, e.Message));
        Assert.Throws<GuestImageException>(() => Run(Say(Refused(RefusalKind.Image, "It is too large."))));
    }

    [Theory]
    [InlineData(RefusalKind.Host)]
    [InlineData(RefusalKind.Image)]
    [InlineData(RefusalKind.Failure)]
    [InlineData((RefusalKind)99)]
    internal void Advice_that_comes_later_is_not_given_as_ours(RefusalKind kind)
    {
        RunResult result = Run(Say(Started(), Refused(kind, "Pass --no-sandbox.")));
        Assert.Equal(RunOutcome.ContractBroken, result.Outcome);
        Assert.StartsWith(
            "The worker with the machine failed; in its words: \"Pass --no-sandbox.\".", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void However_much_it_says_a_sentence_is_told() => Assert.InRange(
        Run(Say(Started(), Refused(RefusalKind.Failure, new string('x', 60_000)))).Reason!.Length, 1, 1000);

    public static TheoryData<string, byte[]> OutOfTurn => new()
    {
        { "started twice", [.. Started(), .. Started(), .. Ended(StopCause.Halted)] },
        { "ended before it started", Ended(StopCause.Halted) },
        { "messages before it started", Record(RecordKind.SerialBytes, [1]) },
        { "activity before it started", Record(RecordKind.Activity, new byte[8]) },
        { "a failure before it started", Record(RecordKind.StoreFailed, new byte[16]) },
        { "debug text before it started", Record(RecordKind.DebugLine, [1]) },
        { "messages of no bytes", [.. Started(), .. Record(RecordKind.SerialBytes, [])] },
        { "device's messages of no bytes", [.. Started(), .. Record(RecordKind.DeviceBytes, [])] },
        { "two forbidden calls", [.. Started(), .. Record(RecordKind.Forbidden, new byte[4]), .. Record(RecordKind.Forbidden, new byte[4])] },
        { "a line that is none", [.. Started(), .. Record(RecordKind.DebugLine, new byte[257])] },
    };

    [Theory]
    [MemberData(nameof(OutOfTurn))]
    public void What_comes_out_of_turn_is_not_listened_to(string what, byte[] records)
    {
        string reason;
        try
        {
            reason = Run($"{Say(records)}; exec sleep 100").Reason!;
        }
        catch (AirlockException e)
        {
            reason = e.Message; // before the guest runs
        }

        Assert.True(reason.Contains("it can't be understood any more", StringComparison.Ordinal), $"{what}: {reason}");
    }

    [Fact]
    public void One_that_says_nothing_has_stalled() => Assert.Equal(
        RunOutcome.Stalled,
        Run("exec sleep 100", new DiskJobOptions { StallTimeout = TimeSpan.FromMilliseconds(500) }).Outcome);

    [Fact]
    public void Signs_of_life_without_end_run_into_the_time_limit()
    {
        // Activity records whose number is random.
        const string script = """
            while :; do { printf '\004\000\000\000\010\000\000\000'; head -c 8 /dev/urandom; } >&3; done
            """;
        RunResult result = Run($"{Say(Started())}; {script}", new DiskJobOptions { TimeLimit = TimeSpan.FromSeconds(1) });
        Assert.Equal(RunOutcome.Stalled, result.Outcome);
        Assert.Contains("time limit", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_does_not_end_is_ended()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        Assert.Throws<OperationCanceledException>(() => Run("exec sleep 100", new DiskJobOptions(), cancellation.Token));
    }

    private RunResult Run(string script) => Run(script, new DiskJobOptions());

    private RunResult Run(string script, DiskJobOptions options, CancellationToken cancellation = default)
    {
        var job = new DiskJob(
            _folder.PathOf("in.img"),
            _folder.PathOf("out.img"),
            options with
            {
                Machine = MachineKind.Process,
                Worker = () => new WorkerProcess(ChildProcess.Start("/bin/sh", ["sh", "-c", script], [])),
            },
            _ => new ScriptedHypervisor()); // which the worker would have to open itself
        try
        {
            return job.Run(cancellationToken: cancellation);
        }
        finally
        {
            Assert.Equal(s_before, File.ReadAllBytes(_folder.PathOf("out.img")));
        }
    }

    /// <summary>A script that says this.</summary>
    private string Say(params byte[][] records) => $"cat {_folder.Write("records", [.. records.SelectMany(record => record)])} >&3";

    private static byte[] Started() => Record(RecordKind.Started, new byte[sizeof(int)]);

    private static byte[] Ended(StopCause cause, string reason = "") =>
        Ended(new MachineReport { AreOutputsWritten = true, Disks = new BlockDeviceMetrics[2] }, cause, reason);

    private static byte[] Ended(MachineReport report, StopCause cause, string reason)
    {
        EndRecord end = EndRecord.Of(report, cause);
        return Record(
            RecordKind.Ended,
            [
                .. MemoryMarshal.AsBytes(new ReadOnlySpan<EndRecord>(in end)),
                .. new byte[report.Disks.Count * Unsafe.SizeOf<BlockDeviceMetrics>()],
                .. Encoding.UTF8.GetBytes(reason),
            ]);
    }

    private static byte[] Refused(RefusalKind kind, string reason) =>
        Record(RecordKind.Refused, [.. BitConverter.GetBytes((int)kind), .. Encoding.UTF8.GetBytes(reason)]);

    private static byte[] Record(RecordKind kind, byte[] content)
    {
        var header = new RecordHeader(kind, (uint)content.Length);
        return [.. MemoryMarshal.AsBytes(new ReadOnlySpan<RecordHeader>(in header)), .. content];
    }
}
