namespace Airlock.Image.Convert;

/// <summary>Sectors on their way from the image to the output.</summary>
internal struct ConvertSlot
{
    /// <summary>The first sector of the output that they go to.</summary>
    public ulong OutputSector;

    /// <summary>The first sector of the image that they come from, if they are read as they are.</summary>
    public ulong InputSector;

    /// <summary>How many they are.</summary>
    public uint Sectors;

    /// <summary>Whether they are all zero, and lie nowhere.</summary>
    public bool IsZero;

    /// <summary>Where in the ring of buffers they lie.</summary>
    public ulong Buffer;

    /// <summary>Where in the ring of buffers the slot's one ends, or the one before if it has none.</summary>
    public ulong BufferEnd;

    /// <summary>Whether they are written, or their reading has failed.</summary>
    public bool IsSettled;
}
