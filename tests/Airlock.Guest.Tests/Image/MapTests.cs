using System;
using System.Collections.Generic;
using System.Linq;
using Airlock.Guest.Tests.Machine;
using Airlock.Protocol;
using Airlock.Testing.Formats;
using Airlock.Testing.Formats.Images;
using FsCheck;
using FsCheck.Xunit;

namespace Airlock.Guest.Tests.Image;

/// <summary>A map names each part of a disk once, and what it names as data is what is there.</summary>
public class MapTests
{
    private const int Mebibyte = 1 << 20;
    private const int Cluster = 4096;

    [Property(MaxTest = 60)]
    public void Data_lie_where_the_map_says_and_nothing_else_but_what_is_compressed(PositiveInt seed)
    {
        byte[] image = Images.Qcow2(new System.Random(seed.Get), out byte[] contents);
        using var machine = new ImageMachine(image);
        GuestTalk talk = machine.Map();

        Assert.True(talk.Completion.Success, string.Join('\n', talk.Lines));
        List<MapExtentMessage> extents = Extents(talk);
        ulong end = 0;
        foreach (MapExtentMessage extent in extents)
        {
            Assert.Equal(end, extent.Start);
            end += extent.Length;
            ReadOnlySpan<byte> there = contents.AsSpan((int)extent.Start, (int)extent.Length);
            if (extent.State == "data" && !extent.Compressed)
            {
                Assert.True(there.SequenceEqual(image.AsSpan((int)extent.FileOffset, (int)extent.Length)));
            }
            else if (extent.State != "data")
            {
                Assert.Equal(-1, there.IndexOfAnyExcept((byte)0));
            }
        }

        Assert.Equal((ulong)contents.Length, end);
        MapResultMessage result = talk.Messages.Single(message => message.MapResult is not null).MapResult;
        Assert.Equal(
            ("qcow2", (ulong)extents.Count, end, 0u),
            (result.SourceFormat, result.ExtentsEmitted, result.VirtualSize, result.Error));
        Assert.Equal(("map", (ulong)extents.Count), (talk.Completion.Operation, talk.Completion.Count));
    }

    [Fact]
    public void Neighbors_of_one_kind_are_one_part()
    {
        var builder = new Qcow2Builder { Size = 16 * Cluster };
        byte[] image = builder.Data(0, [1]).Data(1, [2]).Entry(2, 1).Entry(3, 1)
            .Compressed(6, Images.Deflate(new byte[Cluster])).Compressed(7, Images.Deflate(new byte[Cluster])).Build();
        using var machine = new ImageMachine(image);
        GuestTalk talk = machine.Map();

        Assert.Equal(
            [
                ("data", false, 0ul, 2ul * Cluster), ("zero", false, 2 * Cluster, 2 * Cluster),
                ("hole", false, 4 * Cluster, 2 * Cluster), ("data", true, 6 * Cluster, 2 * Cluster),
                ("hole", false, 8 * Cluster, 8 * Cluster),
            ],
            Extents(talk).Select(extent => (extent.State, extent.Compressed, extent.Start, extent.Length)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(700_000)]
    public void A_raw_disk_is_data_from_its_start_on(int length)
    {
        using var machine = new ImageMachine(new byte[length]);
        GuestTalk talk = machine.Map(new VmmConfig { SourceFormat = "raw" });

        Assert.True(talk.Completion.Success);
        Assert.Equal(length == 0 ? 0 : 1, Extents(talk).Count);
        Assert.All(Extents(talk), extent => Assert.Equal((0ul, 0ul, (ulong)length), (extent.Start, extent.FileOffset, extent.Length)));
    }

    [Fact]
    public void An_entry_that_points_outside_ends_the_map_with_a_refusal()
    {
        var builder = new Qcow2Builder { Size = Mebibyte };
        byte[] image = builder.Data(0, [1]).Build();
        image.Big64(builder.FirstL2Offset + 80, (1UL << 63) | (1UL << 40));
        using var machine = new ImageMachine(image);
        GuestTalk talk = machine.Map();

        Assert.Equal(RefusalClass.RefusalOutOfFile, talk.Messages.Single(message => message.Refusal is not null).Refusal.Reason);
        Assert.DoesNotContain(talk.Messages, message => message.MapResult is not null);
        Assert.False(talk.Completion.Success);
    }

    private static List<MapExtentMessage> Extents(GuestTalk talk) =>
        [.. talk.Messages.Where(message => message.MapExtent is not null).Select(message => message.MapExtent)];
}
