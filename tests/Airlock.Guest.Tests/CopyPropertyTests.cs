using System;
using System.Collections.Generic;
using System.Linq;
using Airlock.Abi.Machine;
using Airlock.Guest.Platform;
using Airlock.Guest.Programs;
using Airlock.Guest.Tests.Devices;
using Airlock.Guest.Tests.Machine;
using Airlock.Protocol;
using FsCheck.Xunit;

namespace Airlock.Guest.Tests;

/// <summary>Any copy, with devices that answer when and in what order they like.</summary>
public class CopyPropertyTests
{
    [Property(MaxTest = 500, Arbitrary = [typeof(Scenarios)])]
    public void Good_sectors_arrive_bad_ones_are_named_and_marks_tell_the_truth(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ulong ramBytes = MemoryMap.DmaBase + ((ulong)scenario.DmaPages * MemoryMap.PageSize);
        using var pair = new FakePair(scenario.Sectors, ramBytes: ramBytes);
        Prepare(pair, scenario);
        pair.Input.SectorStatus = StatusOf(scenario.Unreadable);
        pair.Output.SectorStatus = StatusOf(scenario.Unwritable);

        GuestTalk talk = pair.Run(new VmmConfig
        {
            RamBytes = ramBytes,
            ChunkSectors = scenario.ChunkSectors,
            ProgressStep = scenario.Step,
            Sparse = scenario.Sparse,
        });

        HashSet<ulong> good = [.. Sectors(scenario).Where(s => IsGood(scenario, s))];
        Assert.Equal((ulong)good.Count, talk.Completion.Count);
        Assert.Equal(good.Count == scenario.Sectors, talk.Completion.Success);
        Assert.Equal(Sectors(scenario).Except(good), talk.Errors.Select(error => error.Sector).Order());
        Assert.All(Sectors(scenario), sector => Assert.Equal(
            good.Contains(sector), IsCopied(pair, sector)));
        Assert.True(pair.Machine.MostPauses <= Backoff.MostSpins(CompletionWait.SpinLimit));
    }

    [Property(MaxTest = 300, Arbitrary = [typeof(Scenarios)])]
    public void When_a_mark_is_sent_that_much_has_been_written(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        using var pair = new FakePair(scenario.Sectors);
        Prepare(pair, scenario);
        var written = new List<ulong>(); // up to which sector without a gap, at each byte of the messages
        ulong settled = 0;
        pair.Machine.ByteSent = () =>
        {
            while (settled < (ulong)scenario.Sectors && IsCopied(pair, settled))
            {
                settled++;
            }

            written.Add(settled);
        };
        GuestTalk talk = pair.Run(new VmmConfig
        {
            ChunkSectors = scenario.ChunkSectors,
            ProgressStep = scenario.Step,
            Sparse = scenario.Sparse,
        });
        int start = 0;
        foreach (GuestMessage message in talk.Messages)
        {
            Assert.True((message.Progress?.Current ?? 0) <= written[start]);
            start += 2 + message.CalculateSize();
        }
    }

    private static void Prepare(FakePair pair, Scenario scenario)
    {
        pair.Input.Schedule = Schedule.Random(scenario.Seed);
        pair.Output.Schedule = Schedule.Random(scenario.Seed / 2);
        pair.Input.QueueNumMax = scenario.QueueMax;
        pair.Output.QueueNumMax = scenario.QueueMax;
        pair.Output.MaxZeroSectors = scenario.MaxZeroSectors;
        if (scenario.ExtentSectors != 0)
        {
            pair.MakeSparse(scenario.IsHole);
            pair.Input.Features &= scenario.TellsHoles ? ulong.MaxValue : ~(1UL << 63);
        }
    }

    private static Func<ulong, byte> StatusOf(HashSet<ulong> bad) =>
        sector => bad.Contains(sector) ? (byte)1 : (byte)0;

    private static IEnumerable<ulong> Sectors(Scenario scenario) =>
        Enumerable.Range(0, scenario.Sectors).Select(sector => (ulong)sector);

    private static bool IsGood(Scenario scenario, ulong sector) =>
        !scenario.Unreadable.Contains(sector) && !scenario.Unwritable.Contains(sector);

    private static bool IsCopied(FakePair pair, ulong sector) =>
        pair.InputDisk.AsSpan((int)sector * 512, 512).SequenceEqual(pair.OutputDisk.AsSpan((int)sector * 512, 512));
}
