using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// Looks whether an image has something to decompress, which the header of a qcow2 doesn't tell: at the first few parts of
/// its disk, as whoever compresses an image compresses all of it. A mistake costs time and nothing else.
/// </summary>
public static class CompressionProbe
{
    private const int MaxExtents = 16;

    /// <summary>Notes it in the message. What would be refused there is left for the conversion to refuse.</summary>
    public static void Look<TSource>(ref TSource source, ref ImageMap map, ref InfoResultMessage info)
        where TSource : struct, IByteSource
    {
        if (!map.MayCompress || (info.Flags & InfoFlags.Compressed) != 0)
        {
            return;
        }

        Refusal ignored = default;
        ulong offset = 0;
        for (int i = 0; i < MaxExtents && offset < info.VirtualSize; i++)
        {
            if (map.TryFind(ref source, offset, out Extent extent, ref ignored) != FormatStatus.Answered)
            {
                return;
            }

            if (extent.Kind == ExtentKind.Compressed)
            {
                info.Flags |= InfoFlags.Compressed;
                return;
            }

            offset = extent.Start + extent.Length;
        }
    }
}
