using Airlock.Guest.Tests.Machine;
using Airlock.Protocol;

namespace Airlock.Guest.Tests;

/// <summary>The sample of the contract, to the letter, and how each mode reports the same copy.</summary>
public class ContractTests
{
    private const int Sectors = 50;

    [Fact]
    public void Fifty_sectors_give_the_lines_of_the_contract()
    {
        using var pair = new FakePair(Sectors);
        string[] expected =
        [
            "[INFO] init stage=probe device=input address=0x10000000",
            "[INFO] init stage=features device=input address=0x100000020",
            "[INFO] init stage=queue device=input address=0x100",
            "[INFO] capacity device=input sectors=50 bytes=25600",
            "[INFO] init stage=probe device=output address=0x10001000",
            "[INFO] init stage=features device=output address=0x100000000",
            "[INFO] init stage=queue device=output address=0x100",
            "[INFO] capacity device=output sectors=50 bytes=25600",
            "[PROGRESS] progress op=copy 1/50 (2%)",
            "[PROGRESS] progress op=copy 11/50 (22%)",
            "[PROGRESS] progress op=copy 21/50 (42%)",
            "[PROGRESS] progress op=copy 31/50 (62%)",
            "[PROGRESS] progress op=copy 41/50 (82%)",
            "[PROGRESS] progress op=copy 50/50 (100%)",
            "[COMPLETE] complete op=copy count=50 success=true",
        ];
        Assert.Equal(expected, pair.Run().Lines);
        Assert.Equal(pair.InputDisk, pair.OutputDisk);
    }

    [Fact]
    public void The_error_line_of_the_contract_too()
    {
        using var pair = new FakePair(Sectors);
        pair.Input.SectorStatus = static sector => sector == 5 ? (byte)1 : (byte)0;
        Assert.Contains("[ERROR] error op=read device=input sector=5 status=1", pair.Run().Lines);
    }

    [Fact]
    public void Text_mode_gives_the_predecessors_lines_and_nothing_else()
    {
        using var pair = new FakePair(Sectors);
        pair.Machine.Run(new VmmConfig { Messages = MessageMode.Text });
        Assert.Equal(
            "Progress: 1/50\nProgress: 11/50\nProgress: 21/50\nProgress: 31/50\nProgress: 41/50\nProgress: 50/50\n"
            + "Copy complete: 50 sectors\n",
            System.Text.Encoding.ASCII.GetString(pair.Machine.Com1));
    }

    [Fact]
    public void Text_mode_names_the_sectors_that_failed()
    {
        using var pair = new FakePair(Sectors);
        pair.Input.SectorStatus = static sector => sector == 5 ? (byte)1 : (byte)0;
        pair.Output.SectorStatus = static sector => sector == 49 ? (byte)1 : (byte)0;
        pair.Machine.Run(new VmmConfig { Messages = MessageMode.Text, ProgressStep = 1000 });
        Assert.Equal(
            "Progress: 1/50\nRead error at sector 5\nWrite error at sector 49\nProgress: 50/50\n"
            + "Copy complete: 48 sectors\n",
            System.Text.Encoding.ASCII.GetString(pair.Machine.Com1));
    }

    [Fact]
    public void The_quiet_mode_keeps_errors_and_the_last_word()
    {
        using var pair = new FakePair(Sectors);
        pair.Input.SectorStatus = static sector => sector == 5 ? (byte)1 : (byte)0;
        GuestTalk talk = pair.Run(new VmmConfig { Messages = MessageMode.None });
        string[] expected =
        [
            "[ERROR] error op=read device=input sector=5 status=1",
            "[COMPLETE] complete op=copy count=49 success=false",
        ];
        Assert.Equal(expected, talk.Lines);
    }

    [Fact]
    public void Bringing_up_and_copying_fifty_sectors_takes_few_exits()
    {
        using var pair = new FakePair(Sectors);
        pair.Run(new VmmConfig { SerialNeverBlocks = true, InterruptStatusWaits = true });

        // 34 register accesses a device, then one notification each; what takes longer is waited for in one read.
        Assert.Equal((2 * 34) + 2, pair.Machine.RegisterAccesses);
        Assert.Equal(0, pair.Machine.LineStatusReads);
    }

    [Fact]
    public void Ten_million_sectors_give_101_marks()
    {
        var marks = new Airlock.Guest.Programs.ProgressMarks(10_000_000, step: 0);
        int count = 0;
        for (; marks.Next != Airlock.Guest.Programs.ProgressMarks.None; marks.Advance())
        {
            count++;
        }

        Assert.Equal(101, count);
    }
}
