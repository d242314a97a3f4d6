using System;
using System.Collections.Generic;
using Airlock.Guest.Formats;
using Airlock.Guest.Storage;
using Airlock.Guest.Tests.Machine;
using Airlock.Image;
using Airlock.Image.Contents;

namespace Airlock.Guest.Tests.Image;

/// <summary>
/// A virtual disk of given extents. A compressed one decodes to what the image has at its place, with each bit inverted.
/// </summary>
internal readonly struct PatchworkDisk(IReadOnlyList<Extent> extents) : IVirtualDisk<TestPlatform>
{
    /// <summary>The extent that is refused, by its start; with a compressed one, when it is decoded.</summary>
    public ulong? Refused { get; init; }

    /// <summary>Bytes of the disk.</summary>
    public ulong Length => extents[^1].Start + extents[^1].Length;

    /// <summary>The most bytes of a write that is charged.</summary>
    public ulong LongestWrite { get; init; } = ulong.MaxValue;

    public bool TryChargeReads(ulong total) => true;

    public bool TryChargeWrite(ulong bytes) => bytes <= LongestWrite;

    public FormatStatus Find(ref ImageSource<TestPlatform> source, ulong offset, out Extent extent)
    {
        extent = default;
        foreach (Extent candidate in extents)
        {
            if (offset >= candidate.Start && offset - candidate.Start < candidate.Length)
            {
                extent = candidate;
            }
        }

        Assert.NotEqual(0ul, extent.Length);
        return extent.Start == Refused && extent.Kind != ExtentKind.Compressed ? FormatStatus.Refused : FormatStatus.Answered;
    }

    public FormatStatus Decode(ref ImageSource<TestPlatform> source, in Extent extent, RamArea block)
    {
        if (extent.Start == Refused)
        {
            return FormatStatus.Refused;
        }

        Span<byte> content = block.Bytes<TestPlatform>()[..(int)extent.BlockLength];
        if (source.Disk.Read(extent.FileOffset, content) != DiskReadStatus.Done)
        {
            return FormatStatus.ReadFailed;
        }

        foreach (ref byte value in content)
        {
            value = (byte)~value;
        }

        return FormatStatus.Answered;
    }

    /// <summary>What the disk holds.</summary>
    public byte[] Contents(byte[] image)
    {
        byte[] disk = new byte[(int)Length];
        foreach (Extent extent in extents)
        {
            bool isHole = extent.Kind is ExtentKind.Hole or ExtentKind.Zero;
            for (ulong i = 0; i < extent.Length && !isHole; i++)
            {
                byte value = image[(int)(extent.FileOffset + i)];
                disk[(int)(extent.Start + i)] = extent.Kind == ExtentKind.Data ? value : (byte)~value;
            }
        }

        return disk;
    }

    /// <summary>A disk of so many extents of any kind, over an image of so many sectors.</summary>
    public static PatchworkDisk Random(System.Random random, int count, int imageSectors)
    {
        var extents = new List<Extent>();
        ulong start = 0;
        for (int i = 0; i < count; i++)
        {
            int sectors = random.Next(1, random.Next(2) == 0 ? 20 : imageSectors / 4);
            ulong length = ((ulong)sectors * 512) - (i == count - 1 ? (ulong)random.Next(512) : 0);
            extents.Add(new Extent
            {
                Kind = (ExtentKind)random.Next(4),
                Start = start,
                Length = length,
                FileOffset = (ulong)random.Next(imageSectors - sectors) * 512,
                BlockLength = (ulong)sectors * 512,
            });
            start += length;
        }

        return new PatchworkDisk(extents);
    }
}
