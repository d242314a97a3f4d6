using System;

namespace Airlock.Guest.Formats;

/// <summary>
/// Finds all that the contents of a file match, in its first 64 KiB and its last 512 bytes. A name says nothing.
/// </summary>
internal static class Detector
{
    internal const int SectorSize = 512;

    private const ulong VolumeDescriptors = 32 << 10;
    private const ulong VolumeDescriptorLength = 2048;
    private const int MaxVolumeDescriptors = 16;

    /// <summary>Looks for all formats; false if the device failed.</summary>
    public static bool TryDetect<TSource>(ref TSource source, out Detected detected)
        where TSource : struct, IByteSource
    {
        detected = default;
        Span<byte> sector = stackalloc byte[SectorSize];
        sector.Clear();
        int length = (int)Math.Min(SectorSize, source.Length);
        if (!source.TryRead(0, sector.Slice(0, length)))
        {
            return false;
        }

        FindAtStart(sector.Slice(0, length), ref detected);
        detected.HasBootSignature = MasterBootRecord.HasSignature(sector);
        detected.HasMbr = length == SectorSize && MasterBootRecord.IsOne(sector);
        bool isProtective = detected.HasMbr && MasterBootRecord.IsProtective(sector);
        return (!isProtective || TryFindGpt(ref source, ref detected))
            && TryFindAtEnd(ref source, sector, ref detected)
            && TryFindIso(ref source, ref detected)
            && TryFindVmdkText(ref source, ref detected);
    }

    private static void FindAtStart(ReadOnlySpan<byte> start, ref Detected detected)
    {
        if (start.StartsWith(Signatures.Qcow))
        {
            bool isFirst = start.Length >= 8 && BigEndian.UInt32(start, 4) == 1;
            detected.Formats.Add(isFirst ? ImageFormat.Qcow1 : ImageFormat.Qcow2);
        }

        bool isVmdk = start.StartsWith(Signatures.VmdkSparse) || start.StartsWith(Signatures.VmdkCowd)
            || start.StartsWith(Signatures.VmdkSeSparse);
        AddIf(isVmdk, ImageFormat.Vmdk, ref detected);
        AddIf(start.StartsWith(Signatures.Vhd), ImageFormat.Vhd, ref detected);
        AddIf(start.StartsWith(Signatures.Vhdx), ImageFormat.Vhdx, ref detected);
        AddIf(IsAt(start, 64, Signatures.Vdi), ImageFormat.Vdi, ref detected);
        AddIf(start.StartsWith(Signatures.Luks), ImageFormat.Luks, ref detected);
        AddIf(start.StartsWith(Signatures.Qed), ImageFormat.Qed, ref detected);
        AddIf(
            start.StartsWith(Signatures.Parallels) || start.StartsWith(Signatures.ParallelsExtended),
            ImageFormat.Parallels,
            ref detected);
        AddIf(start.StartsWith(Signatures.Bochs), ImageFormat.Bochs, ref detected);
        AddIf(start.StartsWith(Signatures.Cloop), ImageFormat.Cloop, ref detected);
        AddIf(IsPacked(start), ImageFormat.Packed, ref detected);
    }

    private static bool IsPacked(ReadOnlySpan<byte> start)
    {
        bool isBzip2 = start.StartsWith(Signatures.Bzip2) && start.Length > 3
            && start[3] is >= (byte)'1' and <= (byte)'9';
        return isBzip2 || start.StartsWith(Signatures.Gzip) || start.StartsWith(Signatures.Xz)
            || start.StartsWith(Signatures.Zstd) || start.StartsWith(Signatures.Zip)
            || IsAt(start, 257, Signatures.Tar);
    }

    private static bool TryFindAtEnd<TSource>(ref TSource source, Span<byte> sector, ref Detected detected)
        where TSource : struct, IByteSource
    {
        if (source.Length < SectorSize)
        {
            return true;
        }

        if (!source.TryRead(source.Length - SectorSize, sector))
        {
            return false;
        }

        ReadOnlySpan<byte> last = sector;
        bool isVhd = last.StartsWith(Signatures.Vhd);
        detected.IsVhdAtEndOnly = isVhd && !detected.Formats.Contains(ImageFormat.Vhd);
        AddIf(isVhd, ImageFormat.Vhd, ref detected);
        AddIf(last.StartsWith(Signatures.Dmg), ImageFormat.Dmg, ref detected);
        return true;
    }

    private static bool TryFindGpt<TSource>(ref TSource source, ref Detected detected)
        where TSource : struct, IByteSource
    {
        Span<byte> signature = stackalloc byte[8];
        for (ulong sectorSize = 512; sectorSize <= 4096; sectorSize *= 8)
        {
            if (source.Length >= sectorSize + 8)
            {
                if (!source.TryRead(sectorSize, signature))
                {
                    return false;
                }

                detected.HasGpt |= signature.SequenceEqual(Signatures.Gpt);
            }
        }

        return true;
    }

    /// <summary>The volume descriptors from 32 KiB on, of ISO 9660 (ECMA-119, 8) and of UDF (ECMA-167, 2/9).</summary>
    private static bool TryFindIso<TSource>(ref TSource source, ref Detected detected)
        where TSource : struct, IByteSource
    {
        Span<byte> head = stackalloc byte[6];
        for (int i = 0; i < MaxVolumeDescriptors; i++)
        {
            ulong position = VolumeDescriptors + ((uint)i * VolumeDescriptorLength);
            if (!FileRange.IsInside(position, (uint)head.Length, source.Length))
            {
                break;
            }

            if (!source.TryRead(position, head))
            {
                return false;
            }

            ReadOnlySpan<byte> identifier = head.Slice(1);
            bool isUdf = identifier.StartsWith(Signatures.Udf) && identifier[4] is (byte)'2' or (byte)'3';
            AddIf(isUdf || (i == 0 && identifier.SequenceEqual(Signatures.Iso)), ImageFormat.Iso, ref detected);
        }

        return true;
    }

    private static bool TryFindVmdkText<TSource>(ref TSource source, ref Detected detected)
        where TSource : struct, IByteSource
    {
        if (!VmdkText.TryRecognize(ref source, out bool isOne))
        {
            return false;
        }

        detected.IsVmdkText = isOne;
        AddIf(isOne, ImageFormat.Vmdk, ref detected);
        return true;
    }

    private static bool IsAt(ReadOnlySpan<byte> bytes, int offset, ReadOnlySpan<byte> signature) =>
        bytes.Length >= offset + signature.Length && bytes.Slice(offset).StartsWith(signature);

    private static void AddIf(bool matches, ImageFormat format, ref Detected detected)
    {
        if (matches)
        {
            detected.Formats.Add(format);
        }
    }
}
