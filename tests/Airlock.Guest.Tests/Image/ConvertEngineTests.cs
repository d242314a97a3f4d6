using System;
using System.Linq;
using Airlock.Guest.Formats;
using Airlock.Guest.Tests.Devices;
using Airlock.Image.Contents;
using Airlock.Protocol;
using FsCheck;
using FsCheck.Xunit;

namespace Airlock.Guest.Tests.Image;

/// <summary>The contents of a virtual disk reach the output, in whatever order devices work, or it's told why not.</summary>
public class ConvertEngineTests
{
    private const int ImageSectors = 2000;

    [Property(MaxTest = 80)]
    public void Whatever_the_extents_the_output_has_the_disks_contents(PositiveInt seed, bool takesZeroes)
    {
        var random = new System.Random(seed.Get);
        PatchworkDisk disk = PatchworkDisk.Random(random, count: 30, ImageSectors);
        using ConvertRig rig = RigFor(disk, out byte[] contents, takesZeroes);
        rig.Pair.Input.Schedule = Schedule.Random(seed.Get);
        rig.Pair.Output.Schedule = Schedule.Random(seed.Get + 1);

        Assert.Equal(ContentEnding.Done, rig.Run(disk, 0, (ulong)contents.Length));
        Assert.Equal(contents, rig.Pair.OutputDisk[..contents.Length]);
        ulong sectors = ((ulong)contents.Length + 511) / 512;
        Assert.Equal((1ul, sectors), (rig.Talk.Marks.First(), rig.Talk.Marks.Last()));
    }

    [Property(MaxTest = 30)]
    public void A_range_is_written_where_it_belongs_and_nothing_else(PositiveInt seed)
    {
        var random = new System.Random(seed.Get);
        PatchworkDisk disk = PatchworkDisk.Random(random, count: 10, ImageSectors);
        using ConvertRig rig = RigFor(disk, out byte[] contents);
        int start = random.Next(contents.Length / 512) * 512;
        int end = random.Next(start / 512, contents.Length / 512) * 512;

        Assert.Equal(ContentEnding.Done, rig.Run(disk, (ulong)start, (ulong)end));
        contents.AsSpan(0, start).Clear();
        contents.AsSpan(end).Clear();
        Assert.Equal(contents, rig.Pair.OutputDisk[..contents.Length]);
    }

    [Fact]
    public void Zeroes_are_asked_for_where_an_output_takes_them()
    {
        var disk = new PatchworkDisk([Part(ExtentKind.Zero, 0, 1000, 0), Part(ExtentKind.Data, 1000, 1001, 7)]);
        using ConvertRig rig = RigFor(disk, out byte[] contents, takesZeroes: true);
        Assert.Equal(ContentEnding.Done, rig.Run(disk, 0, (ulong)contents.Length));
        Assert.Equal((512ul, 5, 4), (rig.Written, rig.Pair.Output.Requests, rig.Pair.Output.ZeroRequests));
        Assert.Equal(contents, rig.Pair.OutputDisk);
    }

    [Fact]
    public void Zeroes_cost_no_request_elsewhere()
    {
        var disk = new PatchworkDisk([Part(ExtentKind.Zero, 0, 1000, 0), Part(ExtentKind.Data, 1000, 1001, 7)]);
        using ConvertRig rig = RigFor(disk, out byte[] contents);
        Assert.Equal(ContentEnding.Done, rig.Run(disk, 0, (ulong)contents.Length));
        Assert.Equal((512ul, 1), (rig.Written, rig.Pair.Output.Requests));
    }

    [Theory]
    [InlineData(0, 777)]
    [InlineData(0, 1999)]
    [InlineData(1, 0)]
    public void A_sector_that_cannot_be_read_is_told_by_its_number_and_ends_it(int start, int bad)
    {
        PatchworkDisk disk = new([Part(ExtentKind.Data, 0, 1000, 0), Part(ExtentKind.Data, 1000, 2000, 1000)]);
        using ConvertRig rig = RigFor(disk, out byte[] contents);
        rig.Pair.Input.SectorStatus = sector => sector == (ulong)bad ? (byte)1 : (byte)0;
        ContentEnding ending = rig.Run(disk, (ulong)start * 512, (ulong)contents.Length);

        Assert.Equal(start <= bad ? ContentEnding.DeviceFailed : ContentEnding.Done, ending);
        if (ending == ContentEnding.DeviceFailed)
        {
            ErrorMessage error = Assert.Single(rig.Talk.Errors);
            Assert.Equal(("read", "input", (ulong)bad, 1u), (error.Operation, error.Device, error.Sector, error.Status));
        }
    }

    [Fact]
    public void A_write_that_fails_ends_it_and_is_told()
    {
        PatchworkDisk disk = new([Part(ExtentKind.Data, 0, 2000, 0)]);
        using ConvertRig rig = RigFor(disk, out byte[] contents);
        rig.Pair.Output.SectorStatus = sector => sector == 1024 ? (byte)1 : (byte)0;

        Assert.Equal(ContentEnding.DeviceFailed, rig.Run(disk, 0, (ulong)contents.Length));
        ErrorMessage error = Assert.Single(rig.Talk.Errors);
        Assert.Equal(("write", "output", 1024ul), (error.Operation, error.Device, error.Sector));
    }

    [Theory]
    [InlineData(ExtentKind.Data)]
    [InlineData(ExtentKind.Compressed)]
    public void A_disk_that_refuses_ends_it_once_what_was_on_its_way_is_done(ExtentKind kind)
    {
        var disk = new PatchworkDisk([Part(ExtentKind.Data, 0, 100, 0), Part(kind, 100, 200, 0)]) { Refused = 51_200 };
        using ConvertRig rig = RigFor(disk, out byte[] contents);
        rig.Pair.Output.Schedule = Schedule.OneByOneBackwards;

        Assert.Equal(ContentEnding.Refused, rig.Run(disk, 0, (ulong)contents.Length));
        Assert.Equal((51_200ul, 0), (rig.Written, rig.Pair.Output.Outstanding));
    }

    [Fact]
    public void A_device_that_breaks_down_ends_it()
    {
        PatchworkDisk disk = new([Part(ExtentKind.Data, 0, 2000, 0)]);
        using ConvertRig rig = RigFor(disk, out byte[] contents);
        rig.Pair.Output.Schedule = Schedule.Never;
        rig.Started = rig.Pair.Output.BreakDown;
        Assert.Equal(ContentEnding.DeviceFailed, rig.Run(disk, 0, (ulong)contents.Length));
        Assert.Equal("output", Assert.Single(rig.Talk.Errors).Device);
    }

    [Fact]
    public void More_than_the_image_may_come_to_is_not_written()
    {
        var disk = new PatchworkDisk([Part(ExtentKind.Data, 0, 2000, 0)]) { LongestWrite = 1000 };
        using ConvertRig rig = RigFor(disk, out byte[] contents);
        Assert.Equal(ContentEnding.Refused, rig.Run(disk, 0, (ulong)contents.Length));
        Assert.Equal(0, rig.Pair.Output.Requests);
    }

    private static ConvertRig RigFor(PatchworkDisk disk, out byte[] contents, bool takesZeroes = false)
    {
        using var source = new Machine.FakePair(ImageSectors); // the same contents for the same length
        contents = disk.Contents(source.InputDisk);
        return new ConvertRig(ImageSectors, (contents.Length + 511) / 512, takesZeroes);
    }

    private static Extent Part(ExtentKind kind, ulong start, ulong end, ulong position) => new()
    {
        Kind = kind,
        Start = start * 512,
        Length = (end - start) * 512,
        FileOffset = position * 512,
        BlockLength = (end - start) * 512,
    };
}
