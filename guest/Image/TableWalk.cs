using Airlock.Guest.Formats;
using Airlock.Guest.Messages;
using Airlock.Guest.Platform;
using Airlock.Image.Contents;

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
        var cursor = new DiskCursor<TPlatform, ImageDisk<TPlatform>>(ref source, ref disk, start: 0, info.VirtualSize);
        while (cursor.HasMore && cursor.TryFind() && cursor.TryChargePart())
        {
            info.Flags |= cursor.Kind == ExtentKind.Compressed ? (uint)InfoFlag.InfoFlagCompressed : 0;
            cursor.MoveTo(cursor.PartEnd);
        }

        if (cursor.Ending == ContentEnding.Refused)
        {
            info.HasConvertible = true;
            info.Convertible = disk.Refusal;
        }

        return cursor.Ending != ContentEnding.ReadFailed;
    }
}
