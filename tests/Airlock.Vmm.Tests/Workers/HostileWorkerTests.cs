using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Airlock.Sandbox.Processes;
using Airlock.Testing;
using Airlock.Virtio.Block;
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
        RunResult result = Run(script);
        Assert.Equal(RunOutcome.ContractBroken, result.Outcome);
        Assert.Contains(reasons, reason => result.Reason!.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public void One_that_only_says_that_the_guest_has_halted_proves_nothing()
    {
        RunResult result = Run($"cat {EndFile(StopCause.Halted)} >&3");
        Assert.Equal(RunOutcome.ContractBroken, result.Outcome);
        Assert.Contains("without a CompleteMessage", result.Reason, StringComparison.Ordinal);
    }

    /// <summary>Causes that only the parent can have, and numbers that are none.</summary>
    [Theory]
    [InlineData(StopCause.Stalled)]
    [InlineData(StopCause.StoreFailed)]
    [InlineData(StopCause.Crashed)]
    [InlineData((StopCause)(-1))]
    [InlineData((StopCause)int.MaxValue)]
    internal void Whatever_cause_it_names_is_held_against_it(StopCause cause) =>
        Assert.Equal(RunOutcome.ContractBroken, Run($"cat {EndFile(cause)} >&3").Outcome);

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
        RunResult result = Run(script, new DiskJobOptions { TimeLimit = TimeSpan.FromSeconds(1) });
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

    /// <summary>A file with the last record of a worker.</summary>
    private string EndFile(StopCause cause)
    {
        var report = new MachineReport { AreOutputsWritten = true, Disks = new BlockDeviceMetrics[2] };
        EndRecord end = EndRecord.Of(report, cause);
        end.ReasonLength = RandomNumberGenerator.GetInt32(int.MinValue, int.MaxValue);
        byte[] content =
        [
            .. MemoryMarshal.AsBytes(new ReadOnlySpan<EndRecord>(in end)),
            .. new byte[2 * Unsafe.SizeOf<BlockDeviceMetrics>()],
        ];
        var header = new RecordHeader(RecordKind.Ended, (uint)content.Length);
        return _folder.Write("end", [.. MemoryMarshal.AsBytes(new ReadOnlySpan<RecordHeader>(in header)), .. content]);
    }
}
