using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>Reads the lines of a description, one after the other, up to its first byte 0.</summary>
internal static class VmdkLines
{
    private const int WindowSize = 512;
    private const int MaxLineLength = 2048;

    /// <summary>Takes all lines; a line that is none of those there are, or too long, is refused.</summary>
    public static FormatStatus Read<TSource>(
        Inspection<TSource> inspection, in TableRange place, ref VmdkSummary summary)
        where TSource : struct, IByteSource
    {
        inspection.Info.HasVmdkInfo = true;
        Span<byte> line = stackalloc byte[MaxLineLength];
        Span<byte> window = stackalloc byte[WindowSize];
        int length = 0;
        for (ulong position = 0; position < place.Length; position += WindowSize)
        {
            Span<byte> part = window.Slice(0, (int)Math.Min(WindowSize, place.Length - position));
            if (!inspection.TryRead(place.Offset + position, part))
            {
                return FormatStatus.ReadFailed;
            }

            foreach (byte value in part)
            {
                bool isEnd = value is 0 or (byte)'\n';
                if (!isEnd && length == MaxLineLength)
                {
                    return Refuse(inspection, place.Offset + position);
                }

                if (!isEnd)
                {
                    line[length++] = value;
                    continue;
                }

                if (!VmdkLine.TryTake(line.Slice(0, length), ref inspection.Info.VmdkInfo, ref summary))
                {
                    return Refuse(inspection, place.Offset + position);
                }

                length = 0;
                if (value == 0)
                {
                    return FormatStatus.Answered;
                }
            }
        }

        return VmdkLine.TryTake(line.Slice(0, length), ref inspection.Info.VmdkInfo, ref summary)
            ? FormatStatus.Answered
            : Refuse(inspection, place.Offset + place.Length);
    }

    private static FormatStatus Refuse<TSource>(Inspection<TSource> inspection, ulong near)
        where TSource : struct, IByteSource =>
        inspection.Stop(RefusalClass.RefusalHeader, "descriptor"u8, 0, MaxLineLength, near);
}
