using System;

namespace Airlock.Guest.Formats;

/// <summary>
/// CRC-32C over a structure with the checksum in it, at byte 4, taken for 0 ([MS-VHDX] 2.2.2, 2.2.3).
/// </summary>
internal static class VhdxChecksum
{
    private const int WindowSize = 512;

    /// <summary>Computes it over a range of the file; false if the device failed.</summary>
    public static bool TryCompute<TSource>(Inspection<TSource> inspection, in TableRange range, out uint checksum)
        where TSource : struct, IByteSource
    {
        Crc32 crc = Crc32.Start(Crc32.Castagnoli);
        Span<byte> window = stackalloc byte[WindowSize];
        for (ulong position = 0; position < range.Length; position += WindowSize)
        {
            Span<byte> part = window.Slice(0, (int)Math.Min(WindowSize, range.Length - position));
            if (!inspection.TryRead(range.Offset + position, part))
            {
                checksum = 0;
                return false;
            }

            if (position == 0)
            {
                part.Slice(4, sizeof(uint)).Clear();
            }

            crc.Add(part);
        }

        checksum = crc.Value;
        return true;
    }
}
