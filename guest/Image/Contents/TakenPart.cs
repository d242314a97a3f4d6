namespace Airlock.Image.Contents;

/// <summary>A part of a virtual disk that has a place in the ring of buffers.</summary>
internal struct TakenPart
{
    /// <summary>Its first byte in the virtual disk.</summary>
    public ulong Start;

    /// <summary>The byte after its last one.</summary>
    public ulong End;

    /// <summary>The first sector of the image that it comes from, if it is read as it is.</summary>
    public ulong FileSector;

    /// <summary>Where in the ring of buffers it lies.</summary>
    public ulong Buffer;

    /// <summary>Where in the ring its buffer ends.</summary>
    public ulong BufferEnd;

    /// <summary>Sectors, of which the last may be a part of one.</summary>
    public readonly uint Sectors => (uint)ContentSizes.Sectors(End - Start);
}
