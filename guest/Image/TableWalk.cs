using Airlock.Guest.Formats;
using Airlock.Guest.Messages;
using Airlock.Guest.Platform;

namespace Airlock.Image;

/// <summary>
/// Follows all tables of an image as a conversion would, and is charged like one, but reads no data: so that what a
/// conversion would refuse for them is known before there is an output.
/// </summary>
internal static class TableWalk
{
    /// <summary>Notes in the message why a conversion would be refused, if it would.</summary>
    /// <returns>Whether the device could be read.</returns>
    public static bool TryRun<TPlatform>(
        ref ImageSource<TPlatform> source, ref ImageDisk<TPlatform> disk, ref InfoResultMessage info)
        where TPlatform : struct, IPlatform
    {
        ulong offset = 0;
        FormatStatus status = FormatStatus.Answered;
        while (status == FormatStatus.Answered && offset < info.VirtualSize)
        {
            status = Step(ref source, ref disk, ref info, ref offset);
        }

        if (status == FormatStatus.Refused)
        {
            info.HasConvertible = true;
            info.Convertible = disk.Refusal;
        }

        return status != FormatStatus.ReadFailed;
    }

    private static FormatStatus Step<TPlatform>(
        ref ImageSource<TPlatform> source,
        ref ImageDisk<TPlatform> disk,
        ref InfoResultMessage info,
        ref ulong offset)
        where TPlatform : struct, IPlatform
    {
        FormatStatus status = disk.Find(ref source, offset, out Extent extent);
        if (status != FormatStatus.Answered)
        {
            return status;
        }

        bool hasData = extent.Kind is ExtentKind.Data or ExtentKind.Compressed;
        bool isCharged = disk.TryChargeReads(source.Disk.BytesRead) && (!hasData || disk.TryChargeWrite(extent.Length));
        info.Flags |= extent.Kind == ExtentKind.Compressed ? (uint)InfoFlag.InfoFlagCompressed : 0;
        offset = extent.Start + extent.Length;
        return isCharged ? FormatStatus.Answered : FormatStatus.Refused;
    }
}
