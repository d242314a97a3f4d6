using System.Linq;
using Airlock.Guest.Tests.Machine;
using Airlock.Protocol;

namespace Airlock.Guest.Tests;

/// <summary>Driver and device, two readings of one specification, in one process.</summary>
public class RealDeviceTests
{
    [Theory]
    [InlineData(50, 0ul, 0)]
    [InlineData(40_000, 0ul, 0)]
    [InlineData(5_000, 1ul, 0)]
    [InlineData(50, 0ul, 1)]
    [InlineData(40_000, 0ul, 1)]
    [InlineData(40_000, 64ul, 1)]
    [InlineData(20_000, 1ul, 1)]
    [InlineData(40_000, 0ul, 3)]
    [InlineData(40_000, 64ul, 3)]
    [InlineData(20_000, 1ul, 3)]
    public void A_copy_is_equal_with_any_number_of_workers(int sectors, ulong chunkSectors, int threads)
    {
        using var pair = new RealPair(sectors, threads);
        GuestTalk talk = pair.Run(new VmmConfig { ChunkSectors = chunkSectors });
        Assert.True(talk.Completion.Success);
        Assert.Equal(pair.InputDisk, pair.OutputDisk);
        Assert.Null(pair.Fault);
    }

    [Theory]
    [InlineData(40_000, 3000, 0, 0ul)]
    [InlineData(40_000, 3000, 3, 0ul)]
    [InlineData(20_000, 8, 1, 0ul)]
    [InlineData(20_000, 1, 3, 1ul)]
    public void A_copy_of_holes_is_equal_and_leaves_them_out(int sectors, int extent, int threads, ulong chunkSectors)
    {
        using var pair = new RealPair(sectors, threads, sector => sector / (ulong)extent % 2 == 1);
        GuestTalk talk = pair.Run(new VmmConfig { ChunkSectors = chunkSectors });
        Assert.True(talk.Completion.Success);
        Assert.Equal(pair.InputDisk, pair.OutputDisk);
        Assert.Null(pair.Fault);

        int holes = Enumerable.Range(0, sectors).Count(sector => sector / extent % 2 == 1);
        Assert.Equal((sectors - holes) * 512L, pair.Input.Metrics.BytesRead);
        Assert.Equal((sectors - holes) * 512L, pair.Output.Metrics.BytesWritten);
        Assert.Equal(holes * 512L, pair.Output.Metrics.BytesZeroed);
    }

    [Fact]
    public void Many_short_copies_lose_no_notification()
    {
        for (int round = 0; round < 60; round++)
        {
            using var pair = new RealPair(sectors: 200 + round, threads: 1);
            Assert.True(pair.Run(new VmmConfig { ChunkSectors = 1, ProgressStep = 1000 }).Completion.Success);
        }
    }
}
