using System;
using System.Collections.Generic;
using System.Linq;
using Airlock.Guest.Tests.Machine;
using Airlock.Protocol;

namespace Airlock.Guest.Tests;

/// <summary>Holes are neither read nor written, and every sector is accounted for all the same.</summary>
public class SparseTests
{
    private const ulong WriteZeroes = 1UL << 14;
    private const ulong Extents = 1UL << 63;

    [Fact]
    public void Holes_are_zeroed_and_not_read()
    {
        using FakePair pair = Pair(10_000, sector => sector is >= 1000 and < 7000 or >= 8000);
        GuestTalk talk = pair.Run();
        CheckCopied(pair, talk);
        Assert.DoesNotContain(pair.Input.SectorsRead, sector => pair.Input.IsHole(sector));
        Assert.Equal(2, pair.Output.ZeroRequests);
        Assert.InRange(pair.Input.Questions, 1, 2);
    }

    [Fact]
    public void An_input_that_is_one_hole_takes_one_request_and_all_marks()
    {
        using FakePair pair = Pair(10_000, static _ => true);
        GuestTalk talk = pair.Run();
        CheckCopied(pair, talk);
        Assert.Equal((1, 1), (pair.Output.Requests, pair.Input.Requests));
        Assert.Equal(101, talk.Marks.Count());
    }

    [Fact]
    public void A_hole_is_cut_by_the_limit_of_the_device()
    {
        using FakePair pair = Pair(10_000, static sector => sector >= 500);
        pair.Output.MaxZeroSectors = 1000;
        CheckCopied(pair, pair.Run());
        Assert.Equal(10, pair.Output.ZeroRequests);
    }

    [Theory]
    [InlineData(Extents, 0ul)] // holes are known, but there is no use for them
    [InlineData(0ul, WriteZeroes)]
    [InlineData(0ul, 0ul)]
    public void Without_both_features_everything_is_copied(ulong input, ulong output)
    {
        using FakePair pair = Pair(3000, static sector => sector >= 1000);
        pair.Input.Features &= ~(Extents & ~input);
        pair.Output.Features &= ~(WriteZeroes & ~output);
        CheckPlain(pair, new VmmConfig());
    }

    [Fact]
    public void A_limit_of_zero_is_no_offer()
    {
        using FakePair pair = Pair(3000, static sector => sector >= 1000);
        pair.Output.MaxZeroSectors = 0;
        CheckPlain(pair, new VmmConfig { Sparse = SparseMode.Always });
    }

    [Fact]
    public void Who_never_wants_holes_takes_neither_feature()
    {
        using FakePair pair = Pair(3000, static sector => sector >= 1000);
        CheckPlain(pair, new VmmConfig { Sparse = SparseMode.Never });
        Assert.Equal(0ul, (pair.Input.AcceptedFeatures | pair.Output.AcceptedFeatures) & (WriteZeroes | Extents));
    }

    [Fact]
    public void A_queue_with_a_single_slot_leaves_none_for_questions()
    {
        using FakePair pair = Pair(3000, static sector => sector >= 1000);
        pair.Input.QueueNumMax = 4;
        CheckPlain(pair, new VmmConfig());
    }

    [Fact]
    public void Extents_are_asked_for_ahead()
    {
        // 300 extents, of which 64 go into an answer, and 128 are kept.
        using FakePair pair = Pair(3000, static sector => sector / 10 % 2 == 1);
        CheckCopied(pair, pair.Run());
        Assert.Equal(5, pair.Input.Questions);
    }

    [Fact]
    public void An_answer_that_fails_makes_the_rest_data()
    {
        using FakePair pair = Pair(3000, static sector => sector >= 1000);
        pair.Input.SectorStatus = sector => pair.Input.Requests == 1 ? (byte)1 : (byte)0;
        CheckPlain(pair, new VmmConfig());
        Assert.Equal(1, pair.Input.Questions);
    }

    [Theory]
    [InlineData(0ul, 1u)] // says nothing
    [InlineData(2999ul, 2u)] // a kind that nobody knows, and the last sector is asked for again
    [InlineData(ulong.MaxValue, 0u)] // goes on behind the end
    [InlineData(3001ul, 0u)]
    public void What_a_device_answers_is_bounded(ulong sectors, uint kind)
    {
        using FakePair pair = Pair(3000, static _ => false);
        pair.Input.TamperExtent = (_, _) => (sectors, kind);
        CheckPlain(pair, new VmmConfig());
    }

    [Fact]
    public void Holes_that_can_not_be_zeroed_are_reported_sector_by_sector()
    {
        using FakePair pair = Pair(5000, static sector => sector is >= 1000 and < 4000);
        pair.Output.SectorStatus = static sector => sector is 1000 or 2500 or 3999 ? (byte)1 : (byte)0;
        GuestTalk talk = pair.Run();
        Assert.Equal([1000ul, 2500ul, 3999ul], talk.Errors.Select(error => error.Sector).Order());
        Assert.All(talk.Errors, error => Assert.Equal(("write", "output"), (error.Operation, error.Device)));
        Assert.Equal((4997ul, false), (talk.Completion.Count, talk.Completion.Success));
        Assert.True(pair.Output.ZeroRequests < 100);
    }

    [Fact]
    public void Zeroes_in_the_data_are_found_in_blocks_of_4_KiB()
    {
        using FakePair pair = Pair(4096, static _ => false);
        Array.Clear(pair.InputDisk, 1000 * 512, 1000 * 512); // blocks 125 to 249
        pair.InputDisk[1500 * 512] = 1; // in block 187
        CheckCopied(pair, pair.Run(new VmmConfig { Sparse = SparseMode.Always, ProgressStep = 4096 }));

        // Before and behind the block with data, cut by the chunk's end at 1024.
        Assert.Equal(3, pair.Output.ZeroRequests);
    }

    [Fact]
    public void A_byte_anywhere_in_a_block_makes_it_data()
    {
        for (int position = 8 * 512; position < 16 * 512; position += 61)
        {
            using FakePair pair = Pair(24, static _ => false);
            Array.Clear(pair.InputDisk);
            pair.InputDisk[position] = 0x80;
            CheckCopied(pair, pair.Run(new VmmConfig { Sparse = SparseMode.Always }));
        }
    }

    [Theory]
    [InlineData(SparseMode.Auto)]
    [InlineData(SparseMode.Never)]
    public void Zeroes_in_the_data_are_copied_unless_asked_for(SparseMode mode)
    {
        using FakePair pair = Pair(2000, static _ => false);
        Array.Clear(pair.InputDisk);
        CheckPlain(pair, new VmmConfig { Sparse = mode });
    }

    [Fact]
    public void An_unknown_mode_is_refused()
    {
        using FakePair pair = Pair(10, static _ => false);
        GuestTalk talk = pair.Run(new VmmConfig { Sparse = (SparseMode)3 });
        Assert.Equal(("config", 0x206u), (talk.Errors.Single().Operation, talk.Errors.Single().Status));
    }

    /// <summary>Two devices that know about holes; the input's holes are zero.</summary>
    private static FakePair Pair(int sectors, Func<ulong, bool> isHole)
    {
        var pair = new FakePair(sectors);
        pair.MakeSparse(isHole);
        return pair;
    }

    private static void CheckPlain(FakePair pair, VmmConfig config)
    {
        CheckCopied(pair, pair.Run(config));
        Assert.Equal(0, pair.Output.ZeroRequests);
        Assert.Equal(pair.InputDisk.Length / 512, new HashSet<ulong>(pair.Input.SectorsRead).Count);
    }

    private static void CheckCopied(FakePair pair, GuestTalk talk)
    {
        Assert.True(talk.Completion.Success);
        Assert.Equal((ulong)pair.InputDisk.Length / 512, talk.Completion.Count);
        Assert.Equal(pair.InputDisk, pair.OutputDisk);
    }
}
