namespace Airlock.Virtio.Block;

/// <summary>
/// A store that can tell where it has data and where nothing. A block device over one offers a feature of ours, by which
/// a driver can ask, too: bit 63 and request type 2^30, see docs/protocol.md.
/// </summary>
public interface IExtentSource
{
    /// <summary>Finds out what lies from a byte on. Called by several threads at once; never throws.</summary>
    /// <param name="byteOffset">The start of a sector below the capacity.</param>
    /// <param name="extent">What starts there: whole sectors, at least one, none of them beyond the capacity.</param>
    StoreResult FindExtent(ulong byteOffset, out StoreExtent extent);
}
