using System;
using Airlock.Guest.Platform;
using Airlock.Guest.Storage;

namespace Airlock.Image.Compare;

/// <summary>How many bytes are the same, eight at a time for as long as they are.</summary>
internal static class SameBytes
{
    /// <summary>Of two areas of RAM, from their starts on.</summary>
    public static ulong Of<TPlatform>(ulong left, ulong right, ulong length)
        where TPlatform : struct, IPlatform
    {
        ReadOnlySpan<ulong> leftWords = new RamArea(left, length).Items<TPlatform, ulong>();
        ReadOnlySpan<ulong> rightWords = new RamArea(right, length).Items<TPlatform, ulong>();
        int words = 0;
        while (words < leftWords.Length && words < rightWords.Length && leftWords[words] == rightWords[words])
        {
            words++;
        }

        ReadOnlySpan<byte> leftBytes = new RamArea(left, length).Bytes<TPlatform>();
        ReadOnlySpan<byte> rightBytes = new RamArea(right, length).Bytes<TPlatform>();
        int bytes = words * sizeof(ulong);
        while (bytes < leftBytes.Length && leftBytes[bytes] == rightBytes[bytes])
        {
            bytes++;
        }

        return (uint)bytes;
    }

    /// <summary>How many bytes of an area are zero, from its start on.</summary>
    public static ulong Zeroes<TPlatform>(ulong address, ulong length)
        where TPlatform : struct, IPlatform
    {
        ReadOnlySpan<ulong> allWords = new RamArea(address, length).Items<TPlatform, ulong>();
        int words = 0;
        while (words < allWords.Length && allWords[words] == 0)
        {
            words++;
        }

        ReadOnlySpan<byte> allBytes = new RamArea(address, length).Bytes<TPlatform>();
        int bytes = words * sizeof(ulong);
        while (bytes < allBytes.Length && allBytes[bytes] == 0)
        {
            bytes++;
        }

        return (uint)bytes;
    }
}
