using System;
using System.Collections.Generic;
using System.Linq;
using Airlock.Guest.Tests.Devices;
using Airlock.Guest.Tests.Machine;
using Airlock.Protocol;

namespace Airlock.Guest.Tests;

/// <summary>A bad sector costs that sector, an error message and the success; nothing more.</summary>
public class BadSectorTests
{
    private const int Total = 3000;

    public static TheoryData<string, int[]> BadSets => new()
    {
        { "the first", [0] },
        { "the second", [1] },
        { "the last", [Total - 1] },
        { "one inside", [1777] },
        { "two neighbors", [1500, 1501] },
        { "a range", [.. Enumerable.Range(1000, 77)] },
        { "every seventh", [.. Enumerable.Range(0, Total / 7).Select(i => i * 7)] },
        { "all", [.. Enumerable.Range(0, Total)] },
    };

    [Theory]
    [MemberData(nameof(BadSets))]
    public void Unreadable_sectors_alone_are_missing(string what, int[] bad)
    {
        using var pair = new FakePair(Total);
        var set = bad.Select(sector => (ulong)sector).ToHashSet();
        pair.Input.SectorStatus = sector => set.Contains(sector) ? (byte)1 : (byte)0;
        GuestTalk talk = pair.Run(new VmmConfig { ProgressStep = 1500 });
        Check(pair, talk, set, ("read", "input"));
        Assert.NotEmpty(what);
    }

    [Theory]
    [MemberData(nameof(BadSets))]
    public void Unwritable_sectors_alone_are_missing(string what, int[] bad)
    {
        using var pair = new FakePair(Total);
        var set = bad.Select(sector => (ulong)sector).ToHashSet();
        pair.Output.SectorStatus = sector => set.Contains(sector) ? (byte)2 : (byte)0;
        GuestTalk talk = pair.Run(new VmmConfig { ProgressStep = 1500 });
        Check(pair, talk, set, ("write", "output"));
        Assert.NotEmpty(what);
    }

    [Fact]
    public void A_single_bad_sector_costs_few_requests()
    {
        using var pair = new FakePair(2048);
        pair.Input.SectorStatus = static sector => sector == 1700 ? (byte)1 : (byte)0;
        pair.Run(new VmmConfig { ProgressStep = 4096 });

        // Sector 0 for the first mark, the rest of its chunk, the chunk itself, two requests for each of its ten
        // halvings, and the last try.
        Assert.Equal(1 + 1 + 1 + 20 + 1, pair.Input.Requests);
    }

    /// <summary>
    /// A device may merge neighbors, and fail all for one. What has come down to one sector is tried alone, and lives.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_sector_that_failed_with_its_neighbor_is_not_lost(bool isInput)
    {
        using var pair = new FakePair(50);
        FakeBlockDevice device = isInput ? pair.Input : pair.Output;
        device.Schedule = Schedule.OnTrap;
        device.SectorStatus = sector => sector == 5 || device.Outstanding > 1 ? (byte)1 : (byte)0;
        GuestTalk talk = pair.Run();
        ErrorMessage error = Assert.Single(talk.Errors);
        Assert.Equal((5ul, 49ul), (error.Sector, talk.Completion.Count));
        Assert.Equal([1ul, 11, 21, 31, 41, 50], talk.Marks);
    }

    [Fact]
    public void A_failure_that_does_not_come_again_is_none()
    {
        using var pair = new FakePair(50);
        int failures = 0;
        pair.Input.SectorStatus = sector => sector == 0 && failures++ == 0 ? (byte)1 : (byte)0;
        Assert.True(pair.Run().Completion.Success);
        Assert.Equal(pair.InputDisk, pair.OutputDisk);
        Assert.Equal(2, failures);
    }

    [Fact]
    public void A_read_that_claims_success_but_is_short_is_a_failure()
    {
        using var pair = new FakePair(100);
        pair.Input.TamperUsed = static entry => entry with { Length = entry.Length - 1 };
        GuestTalk talk = pair.Run();
        Assert.Equal(0ul, talk.Completion.Count);
        Assert.Equal(100, talk.Errors.Count());
        Assert.All(talk.Errors, error => Assert.Equal(0x150u, error.Status));
        Assert.All(pair.OutputDisk, value => Assert.Equal(FakePair.Untouched, value));
    }

    [Fact]
    public void A_chain_that_comes_back_untouched_is_a_failure()
    {
        using var pair = new FakePair(20);
        pair.Output.TamperUsed = static entry => entry with { Length = 0 };
        pair.Output.SectorStatus = static _ => 0xff;
        GuestTalk talk = pair.Run();
        Assert.False(talk.Completion.Success);
        Assert.All(talk.Errors, error => Assert.Equal(("write", 0xffu), (error.Operation, error.Status)));
    }

    private static void Check(FakePair pair, GuestTalk talk, HashSet<ulong> bad, (string Operation, string Device) kind)
    {
        Assert.Equal(bad, talk.Errors.Select(error => error.Sector).ToHashSet());
        Assert.Equal(bad.Count, talk.Errors.Count());
        Assert.All(talk.Errors, error => Assert.Equal(kind, (error.Operation, error.Device)));
        Assert.Equal((ulong)(Total - bad.Count), talk.Completion.Count);
        Assert.False(talk.Completion.Success);
        Assert.Equal([1ul, 1501ul, 3000ul], talk.Marks);
        for (int sector = 0; sector < Total; sector++)
        {
            ReadOnlySpan<byte> output = pair.OutputDisk.AsSpan(sector * 512, 512);
            bool isUntouched = output.IndexOfAnyExcept(FakePair.Untouched) < 0;
            bool isCopied = output.SequenceEqual(pair.InputDisk.AsSpan(sector * 512, 512));
            Assert.True(bad.Contains((ulong)sector) ? isUntouched : isCopied, $"sector {sector}");
        }
    }
}
