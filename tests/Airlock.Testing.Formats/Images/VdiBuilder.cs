using System;

namespace Airlock.Testing.Formats.Images;

/// <summary>Makes VDIs.</summary>
public static class VdiBuilder
{
    /// <summary>Where the map lies.</summary>
    public const int Map = 512;

    /// <summary>Where the blocks lie.</summary>
    public const int Data = 1024;

    /// <summary>Bytes of a block.</summary>
    public const int BlockSize = 1 << 20;

    /// <summary>
    /// A dynamic disk with entries for its first blocks, and what is stored: as many whole blocks as
    /// <paramref name="stored"/> says, each full of the byte that <see cref="ByteOf"/> it.
    /// </summary>
    public static byte[] WithBlocks(ulong size, int stored, params uint[] entries)
    {
        byte[] image = Dynamic(size).Little32(388, (uint)stored).Then(new byte[stored * BlockSize]);
        for (int i = 0; i < stored; i++)
        {
            image.AsSpan(Data + (i * BlockSize), BlockSize).Fill(ByteOf(i));
        }

        for (int i = 0; i < entries.Length; i++)
        {
            image.Little32(Map + (4 * i), entries[i]);
        }

        return image;
    }

    /// <summary>A disk of three blocks and one sector, of which that sector alone is stored.</summary>
    public static byte[] CutShort() =>
        WithBlocks((3 * BlockSize) + 512, 1, uint.MaxValue, uint.MaxValue - 1, uint.MaxValue, 0).Cut(Data + 512);

    /// <summary>What a stored block consists of.</summary>
    public static byte ByteOf(int block) => (byte)(0x5a + block);

    /// <summary>A dynamic disk without a block.</summary>
    public static byte[] Dynamic(ulong size = 4 << 20)
    {
        byte[] image = new byte[Data];
        image.Bytes(0, "<<< test >>>\n"u8).Little32(64, 0xbeda107f).Little32(68, 0x10001).Little32(72, 400);
        image.Little32(76, 1).Little32(340, Map).Little32(344, Data).Little32(360, 512).Little64(368, size);
        image.Little32(376, 1 << 20).Little32(384, (uint)((size + (1 << 20) - 1) >> 20));
        for (int i = Map; i < Data; i++)
        {
            image[i] = 0xff;
        }

        return image;
    }
}
