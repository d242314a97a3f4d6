using Airlock.Cli.Output;
using Airlock.Virtio.Block;
using Airlock.Vmm.Results;

namespace Airlock.Cli.Tests.Output;

[Collection(ConsoleTests.Name)]
public class StatsTableTests
{
    [Fact]
    public void Counters_stand_on_standard_error_with_their_names()
    {
        using var console = new CapturedConsole();
        StatsTable.Print(Result(TimeSpan.FromMilliseconds(1.5)));
        Assert.Empty(console.Output);
        Assert.Matches(@"machine\s+process\b", console.Error);
        Assert.Matches(@"wall time\s+2,000\.0 ms", console.Error);
        Assert.Matches(@"time to first message\s+1\.5 ms", console.Error);
        Assert.Matches(@"messages\s+17\b", console.Error);
        Assert.Matches(@"message signals\s+4\b", console.Error);
        Assert.Matches(@"input: bytes\s+25,600", console.Error);
        Assert.Matches(@"output: requests\s+6\b", console.Error);
        Assert.Matches(@"input: extent queries\s+7\b", console.Error);
        Assert.Matches(@"output: requests for zeroes\s+8\b", console.Error);
        Assert.Matches(@"output: bytes zeroed\s+4,096\b", console.Error);
        Assert.Matches(@"failed requests\s+3\b", console.Error);
    }

    [Fact]
    public void A_guest_that_said_nothing_has_no_first_message()
    {
        using var console = new CapturedConsole();
        StatsTable.Print(Result(firstMessage: null));
        Assert.Matches(@"time to first message\s+none came", console.Error);
    }

    private static RunResult Result(TimeSpan? firstMessage) => new()
    {
        Outcome = RunOutcome.Succeeded,
        Reason = null,
        Machine = MachineKind.Process,
        Complete = null,
        Fault = null,
        Messages = 17,
        MessageBytes = 500,
        MessageSignals = 4,
        Exits = new ExitCounters(),
        Input = new BlockDeviceMetrics { Reads = 5, BytesRead = 25_600, ExtentQueries = 7, Errors = 1 },
        Output = new BlockDeviceMetrics
        {
            Writes = 6,
            BytesWritten = 25_600,
            ZeroWrites = 8,
            BytesZeroed = 4096,
            Errors = 2,
        },
        TimeToFirstMessage = firstMessage,
        WallTime = TimeSpan.FromSeconds(2),
    };
}
