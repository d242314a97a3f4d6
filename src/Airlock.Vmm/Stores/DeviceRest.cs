using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Stores;

/// <summary>
/// What a larger output device has behind the image. It keeps what was there before, such as the backup of a partition table or
/// the label of an array, by which the device may later be taken for something else.
/// </summary>
/// <param name="Start">The first byte of it, which is the image's length.</param>
/// <param name="Length">Bytes.</param>
public sealed record DeviceRest(ulong Start, ulong Length)
{
    /// <summary>Null where there is none: of files, and of devices of the image's size.</summary>
    internal static DeviceRest? Of(SafeFileHandle output, ulong imageLength)
    {
        FileIdentity identity = FileIdentity.Of(output);
        ulong length = identity.Kind == FileKind.BlockDevice ? OpenFile.LengthOf(output, identity) : 0;
        return length > imageLength ? new DeviceRest(imageLength, length - imageLength) : null;
    }
}
