using System;

namespace Airlock.Guest.Formats;

/// <summary>The log of a VHDX ([MS-VHDX] 2.3): whether there is anything in it.</summary>
internal static class VhdxLog
{
    private const ulong Unit = 4096;

    /// <summary>Writers make logs of 1 MiB; of one that is longer, so much is looked at.</summary>
    private const ulong MaxLength = 8 << 20;

    private static ReadOnlySpan<byte> EntrySignature => "loge"u8;

    /// <summary>Whether some entry begins as one does; false if the device failed.</summary>
    public static bool TryFindEntry<TSource>(Inspection<TSource> inspection, in VhdxHeader header, out bool hasEntry)
        where TSource : struct, IByteSource
    {
        hasEntry = false;
        Span<byte> signature = stackalloc byte[4];
        ulong length = Math.Min(header.LogLength, MaxLength);
        for (ulong position = 0; position < length && !hasEntry; position += Unit)
        {
            if (!inspection.TryRead(header.LogOffset + position, signature))
            {
                return false;
            }

            hasEntry = signature.SequenceEqual(EntrySignature);
        }

        return true;
    }
}
