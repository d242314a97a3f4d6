using System;

namespace Airlock.Guest.Formats;

/// <summary>Entries that tell of nothing: all of their bits are 0, whatever the order of their bytes.</summary>
internal static class EmptyEntries
{
    /// <summary>How many there are, from the first on.</summary>
    /// <param name="entries">Whole entries.</param>
    /// <param name="size">Bytes of one, a multiple of 4.</param>
    public static int Count(ReadOnlySpan<byte> entries, int size)
    {
        int end = 0;
        while (end < entries.Length && LittleEndian.UInt32(entries, end) == 0)
        {
            end += sizeof(uint);
        }

        return end / size;
    }
}
