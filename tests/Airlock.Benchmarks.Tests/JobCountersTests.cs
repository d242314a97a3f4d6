using System;
using System.IO;
using Airlock.Bench;
using Airlock.Cli;
using Airlock.Cli.Output;
using Airlock.Virtio.Block;
using Airlock.Vmm.Results;
using MachineKind = Airlock.Vmm.Results.MachineKind;

namespace Airlock.Benchmarks.Tests;

public class JobCountersTests
{
    [Fact]
    public void What_stats_print_is_what_the_benchmark_reads()
    {
        string stats = Printed(new RunResult
        {
            Outcome = RunOutcome.Succeeded,
            Reason = null,
            Machine = MachineKind.Kvm,
            Complete = null,
            Fault = null,
            Messages = 195_323,
            MessageBytes = 4_300_000,
            MessageSignals = 4,
            Exits = new ExitCounters(),
            Input = new BlockDeviceMetrics(),
            Output = new BlockDeviceMetrics(),
            TimeToFirstMessage = TimeSpan.FromMilliseconds(2.5),
            WallTime = TimeSpan.FromSeconds(2),
        });
        var expected = new JobCounters
        {
            FirstMessageSeconds = 0.0025,
            Messages = 195_323,
            MessageBytes = 4_300_000,
            Exits = 0,
            KernelTraps = 4,
        };
        Assert.Equal(expected, JobCounters.Parse(stats));
    }

    [Fact]
    public void A_counter_is_not_taken_for_another_that_begins_like_it()
    {
        const string stats = """
              time to first message       2.5 ms
              message bytes            4,300,000
              messages                   195,323
              message signals                  4
              exits: MMIO                      7
              exits                        1,234
              port bytes without exit         21
            """;
        JobCounters counters = JobCounters.Parse(stats);
        Assert.Equal((195_323, 1_234, 25), (counters.Messages, counters.Exits, counters.KernelTraps));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   messages   12")]
    [InlineData("   time to first message   none came")]
    public void A_counter_that_is_missing_is_named(string stats)
    {
        BenchException e = Assert.Throws<BenchException>(() => JobCounters.Parse(stats));
        Assert.Contains("tells nothing of 'time to first message'", e.Message, StringComparison.Ordinal);
    }

    private static string Printed(RunResult result)
    {
        TextWriter error = StandardStreams.Error;
        using var caught = new StringWriter();
        StandardStreams.Error = caught;
        try
        {
            StatsTable.Print(result);
        }
        finally
        {
            StandardStreams.Error = error;
        }

        return caught.ToString();
    }
}
