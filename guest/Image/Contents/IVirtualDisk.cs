using Airlock.Guest.Formats;
using Airlock.Guest.Platform;
using Airlock.Guest.Storage;

namespace Airlock.Image.Contents;

/// <summary>A virtual disk, by what lies where in its image. Implemented by structs only.</summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
internal interface IVirtualDisk<TPlatform>
    where TPlatform : struct, IPlatform
{
    /// <summary>
    /// What lies at a byte inside the disk, and how far; the extent's ends are multiples of 512, but for the disk's. Of
    /// data, all of which lie in the file, the place there is one, too.
    /// </summary>
    FormatStatus Find(ref ImageSource<TPlatform> source, ulong offset, out Extent extent);

    /// <summary>
    /// Charges bytes of the image that are read in all, beside those for blocks that are decoded; false if the image is
    /// refused for that.
    /// </summary>
    bool TryChargeReads(ulong total);

    /// <summary>Charges bytes of data that are about to be written; false if the image is refused for that.</summary>
    bool TryChargeWrite(ulong bytes);

    /// <summary>Decodes the block of a compressed extent into an area that has room for it.</summary>
    FormatStatus Decode(ref ImageSource<TPlatform> source, in Extent extent, RamArea block);
}
