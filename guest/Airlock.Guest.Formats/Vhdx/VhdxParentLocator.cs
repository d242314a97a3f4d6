using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// Where the parent of a differencing VHDX may be ([MS-VHDX] 2.6.2.6): reported, as far as it can be read.
/// </summary>
internal static class VhdxParentLocator
{
    private const int HeaderLength = 20;
    private const int EntryLength = 12;
    private const int MaxTextLength = 256; // bytes of UTF-16 that are looked at

    /// <summary>Reports keys and values as key=value.</summary>
    public static FormatStatus Inspect<TSource>(Inspection<TSource> inspection, in TableRange place)
        where TSource : struct, IByteSource
    {
        if (place.Length < HeaderLength)
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader, "parent_locator"u8, place.Length, HeaderLength, place.Offset);
        }

        Span<byte> header = stackalloc byte[HeaderLength];
        if (!inspection.TryRead(place.Offset, header))
        {
            return FormatStatus.ReadFailed;
        }

        Span<byte> entry = stackalloc byte[EntryLength];
        int count = Math.Min(LittleEndian.UInt16(header, 18), (ushort)FixedString256List8.Capacity);
        for (int i = 0; i < count; i++)
        {
            ulong position = HeaderLength + ((uint)i * EntryLength);
            if (!FileRange.IsInside(position, EntryLength, place.Length))
            {
                break;
            }

            if (!inspection.TryRead(place.Offset + position, entry) || !TryReport(inspection, place, entry))
            {
                return FormatStatus.ReadFailed;
            }
        }

        return FormatStatus.Answered;
    }

    private static bool TryReport<TSource>(
        Inspection<TSource> inspection, in TableRange place, ReadOnlySpan<byte> entry)
        where TSource : struct, IByteSource
    {
        Span<byte> text = stackalloc byte[FixedString256.Capacity];
        var key = new TableRange(LittleEndian.UInt32(entry, 0), LittleEndian.UInt16(entry, 8));
        var value = new TableRange(LittleEndian.UInt32(entry, 4), LittleEndian.UInt16(entry, 10));
        if (!TryWrite(inspection, place, key, text.Slice(0, text.Length - 1), out int keyLength))
        {
            return false;
        }

        text[keyLength] = (byte)'=';
        if (!TryWrite(inspection, place, value, text.Slice(keyLength + 1), out int valueLength))
        {
            return false;
        }

        FixedString256 line = default;
        line.TrySet(text.Slice(0, keyLength + 1 + valueLength));
        inspection.Info.VhdxInfo.ParentLocator.TryAdd(in line);
        return true;
    }

    private static bool TryWrite<TSource>(
        Inspection<TSource> inspection, in TableRange place, in TableRange part, Span<byte> destination, out int length)
        where TSource : struct, IByteSource
    {
        length = 0;
        if (!FileRange.IsInside(part.Offset, part.Length, place.Length))
        {
            return true;
        }

        Span<byte> text = stackalloc byte[MaxTextLength];
        text = text.Slice(0, (int)Math.Min(MaxTextLength, part.Length));
        if (!inspection.TryRead(place.Offset + part.Offset, text))
        {
            return false;
        }

        length = EscapedName.WriteUtf16(text, isBigEndian: false, destination).Length;
        return true;
    }
}
