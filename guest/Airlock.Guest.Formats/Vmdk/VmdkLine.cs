using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// One line of a description: blank, a comment, <c>key=value</c>, or an extent: <c>RW 2048 SPARSE "name" 0</c>.
/// </summary>
internal static class VmdkLine
{
    /// <summary>More sectors than 64 bits of bytes hold make the sum of sizes worthless.</summary>
    private const ulong MaxSectors = 1UL << 54;

    /// <summary>Takes a line; false if it is none.</summary>
    public static bool TryTake(ReadOnlySpan<byte> line, ref VmdkInfo info, ref VmdkSummary summary)
    {
        line = TextScan.Trim(line);
        if (line.IsEmpty || line[0] == (byte)'#')
        {
            return true;
        }

        ReadOnlySpan<byte> rest = line;
        ReadOnlySpan<byte> word = TextScan.NextWord(ref rest);
        if (TextScan.EqualsIgnoringCase(word, "rw"u8) || TextScan.EqualsIgnoringCase(word, "rdonly"u8)
            || TextScan.EqualsIgnoringCase(word, "noaccess"u8))
        {
            return TryTakeExtent(word, rest, ref info, ref summary);
        }

        int equals = line.IndexOf((byte)'=');
        if (equals <= 0)
        {
            return false;
        }

        TakeValue(
            TextScan.Trim(line.Slice(0, equals)),
            TextScan.Unquote(TextScan.Trim(line.Slice(equals + 1))),
            ref info,
            ref summary);
        return true;
    }

    private static void TakeValue(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ref VmdkInfo info, ref VmdkSummary summary)
    {
        if (TextScan.EqualsIgnoringCase(key, "cid"u8))
        {
            info.Cid = (uint)TextScan.Hexadecimal(value);
        }
        else if (TextScan.EqualsIgnoringCase(key, "parentcid"u8))
        {
            info.ParentCid = (uint)TextScan.Hexadecimal(value);
            summary.HasParentCid = true;
        }
        else if (TextScan.EqualsIgnoringCase(key, "createtype"u8))
        {
            Span<byte> buffer = stackalloc byte[FixedString64.Capacity];
            info.CreateType.TrySet(EscapedName.Write(value, buffer));
            summary.HasCreateType = true;
            summary.IsOneFile = TextScan.EqualsIgnoringCase(value, "monolithicsparse"u8)
                || TextScan.EqualsIgnoringCase(value, "streamoptimized"u8);
        }
        else if (TextScan.EqualsIgnoringCase(key, "parentfilenamehint"u8))
        {
            Span<byte> buffer = stackalloc byte[FixedString1024.Capacity];
            info.ParentHint.TrySet(EscapedName.Write(value, buffer));
            summary.HasParentHint = true;
        }
    }

    private static bool TryTakeExtent(
        ReadOnlySpan<byte> access, ReadOnlySpan<byte> rest, ref VmdkInfo info, ref VmdkSummary summary)
    {
        ReadOnlySpan<byte> size = TextScan.NextWord(ref rest);
        ReadOnlySpan<byte> type = TextScan.NextWord(ref rest);
        if (!TextScan.TryDecimal(size, out ulong sectors) || type.IsEmpty)
        {
            return false;
        }

        ReadOnlySpan<byte> name = TextScan.NextQuoted(ref rest);
        ReadOnlySpan<byte> offsetText = TextScan.NextWord(ref rest);
        ulong offset = 0;
        if (!offsetText.IsEmpty && !TextScan.TryDecimal(offsetText, out offset))
        {
            return false;
        }

        VmdkExtent extent = default;
        Span<byte> buffer = stackalloc byte[FixedString256.Capacity];
        extent.Access.TrySet(EscapedName.Write(access, buffer.Slice(0, FixedString16.Capacity)));
        extent.Type.TrySet(EscapedName.Write(type, buffer.Slice(0, FixedString32.Capacity)));
        extent.Name.TrySet(EscapedName.Write(name, buffer));
        extent.Sectors = sectors;
        extent.Offset = offset;
        info.Extents.TryAdd(in extent); // those beyond the first few are only counted
        info.ExtentsTotal = summary.Extents + 1;
        summary.Extents++;
        summary.Sectors = Math.Min(MaxSectors, summary.Sectors + Math.Min(MaxSectors, sectors));
        summary.IsSparse = TextScan.EqualsIgnoringCase(type, "sparse"u8);
        if (!summary.LeadsOut && LeadsOut(name))
        {
            summary.LeadsOut = true;
            summary.OutsideName = extent.Name;
        }

        return true;
    }

    /// <summary>Whether a name is more than that of a file in the same folder.</summary>
    private static bool LeadsOut(ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            bool isDots = name[i] == (byte)'.' && i + 1 < name.Length && name[i + 1] == (byte)'.';
            if (isDots || name[i] is (byte)'/' or (byte)'\\' or (byte)':')
            {
                return true;
            }
        }

        return false;
    }
}
