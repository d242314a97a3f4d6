using Airlock.Guest.Tests.Devices;
using Airlock.Guest.Tests.Machine;
using Airlock.Protocol;

namespace Airlock.Guest.Tests;

/// <summary>Sizes around the edges of chunks, slots and queues.</summary>
public class SizesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(1026)]
    [InlineData(12 * 1024)]
    [InlineData((12 * 1024) + 1)]
    [InlineData(30_000)]
    public void Every_size_is_copied_whole(int sectors)
    {
        using var pair = new FakePair(sectors);
        GuestTalk talk = pair.Run();
        Assert.True(talk.Completion.Success);
        Assert.Equal((ulong)sectors, talk.Completion.Count);
        Assert.Equal(pair.InputDisk, pair.OutputDisk);
    }

    [Fact]
    public void Nothing_is_copied_without_a_request_or_a_mark()
    {
        using var pair = new FakePair(0);
        GuestTalk talk = pair.Run();
        Assert.Empty(talk.Marks);
        Assert.Equal("[COMPLETE] complete op=copy count=0 success=true", MessageText.Format(talk.Messages[^1]));
        Assert.Equal(0, pair.Input.Requests + pair.Output.Requests);
    }

    [Fact]
    public void An_output_with_more_room_keeps_its_rest()
    {
        using var pair = new FakePair(20, outputSectors: 25);
        Assert.True(pair.Run().Completion.Success);
        Assert.Equal(pair.InputDisk, pair.OutputDisk[..(20 * 512)]);
        Assert.All(pair.OutputDisk[(20 * 512)..], value => Assert.Equal(FakePair.Untouched, value));
    }

    [Fact]
    public void An_output_with_less_room_is_not_written_to()
    {
        using var pair = new FakePair(20, outputSectors: 19);
        GuestTalk talk = pair.Run();
        Assert.False(talk.Completion.Success);
        Assert.Equal(0ul, talk.Completion.Count);
        ErrorMessage error = Assert.Single(talk.Errors);
        Assert.Equal(("capacity", "output", 0x210u), (error.Operation, error.Device, error.Status));
        Assert.Equal(0, pair.Output.Requests);
    }

    [Fact]
    public void The_indices_of_the_rings_wrap()
    {
        const int sectors = 70_000;
        using var pair = new FakePair(sectors);
        Assert.True(pair.Run(new VmmConfig { ChunkSectors = 1 }).Completion.Success);
        Assert.Equal(sectors, pair.Input.Requests);
        Assert.Equal(pair.InputDisk, pair.OutputDisk);
    }

    [Theory]
    [InlineData(0ul, 13)] // the first chunk is the first sector alone, up to its mark
    [InlineData(1ul, 85)]
    [InlineData(144ul, 85)]
    [InlineData(145ul, 85)]
    [InlineData(6144ul, 3)]
    [InlineData(12288ul, 2)]
    [InlineData(ulong.MaxValue, 2)]
    public void As_many_requests_are_in_flight_as_buffers_and_queue_allow(ulong chunkSectors, int slots)
    {
        using var pair = new FakePair(60_000);
        pair.Input.Schedule = Schedule.OnTrap;
        Assert.True(pair.Run(new VmmConfig { ChunkSectors = chunkSectors, ProgressStep = 100_000 }).Completion.Success);
        Assert.Equal(slots, pair.Input.MostOutstanding);
    }

    [Fact]
    public void A_batch_of_requests_takes_one_notification()
    {
        using var pair = new FakePair(86);
        pair.Input.Schedule = Schedule.OnTrap;
        pair.Output.Schedule = Schedule.OnTrap;
        pair.Run(new VmmConfig { ChunkSectors = 1 });
        Assert.Equal(86, pair.Input.Requests);
        Assert.Equal(2, pair.Input.Notifications);
        Assert.Equal(2, pair.Output.Notifications);
    }

    [Theory]
    [InlineData(4u, 4u)]
    [InlineData(100u, 64u)]
    [InlineData(256u, 256u)]
    [InlineData(32768u, 256u)]
    public void The_queue_has_the_largest_power_of_two_that_both_sides_allow(uint max, uint size)
    {
        using var pair = new FakePair(100);
        pair.Input.QueueNumMax = max;
        GuestTalk talk = pair.Run(new VmmConfig { ChunkSectors = 1 });
        Assert.Equal(size, talk.Messages[2].Init.Address);
        Assert.True(talk.Completion.Success);
        Assert.True(pair.Input.MostOutstanding <= size / 3);
    }
}
