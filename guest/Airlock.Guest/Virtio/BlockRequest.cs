namespace Airlock.Guest.Virtio;

/// <summary>A request to a block device.</summary>
public readonly struct BlockRequest
{
    /// <summary>A request for the <paramref name="length"/> bytes from <paramref name="sector"/> on.</summary>
    public BlockRequest(BlockOperation operation, ulong sector, ulong buffer, uint length)
    {
        Operation = operation;
        Sector = sector;
        Buffer = buffer;
        Length = length;
    }

    /// <summary>What to do.</summary>
    public BlockOperation Operation { get; }

    /// <summary>The first sector, in units of 512 bytes.</summary>
    public ulong Sector { get; }

    /// <summary>Guest-physical address of the data; zeroes have none.</summary>
    public ulong Buffer { get; }

    /// <summary>Bytes to transfer or to zero: for all but extents, a multiple of 512; 0 for a flush.</summary>
    public uint Length { get; }
}
