namespace Airlock.Virtio.Block;

/// <summary>
/// A store that can write zeroes without being given them. A block device over one offers VIRTIO_BLK_F_WRITE_ZEROES.
/// </summary>
public interface IZeroableStore
{
    /// <summary>Lets a range read as zeroes. Called by several threads at once; never throws.</summary>
    /// <param name="byteOffset">The start of a sector; the device has checked that all lies inside the capacity.</param>
    /// <param name="length">How many bytes, a multiple of 512.</param>
    /// <param name="mayUnmap">Whether the space may be freed.</param>
    StoreResult WriteZeroes(ulong byteOffset, ulong length, bool mayUnmap);
}
