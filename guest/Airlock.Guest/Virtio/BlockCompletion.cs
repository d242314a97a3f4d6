namespace Airlock.Guest.Virtio;

/// <summary>What became of a request.</summary>
public readonly struct BlockCompletion
{
    /// <summary>The request in <paramref name="slot"/> ended with <paramref name="status"/>.</summary>
    public BlockCompletion(uint slot, uint status)
    {
        Slot = slot;
        Status = status;
    }

    /// <summary>The slot that the request was added to; it is free again.</summary>
    public uint Slot { get; }

    /// <summary>0 for success, otherwise the device's status byte (1-255) or a <see cref="DriverError"/>.</summary>
    public uint Status { get; }

    /// <summary>Whether all of the data has been transferred.</summary>
    public bool Succeeded => Status == 0;
}
