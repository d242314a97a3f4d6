namespace Airlock.Image.Contents;

/// <summary>A piece on its way from the image.</summary>
internal struct ContentSlot
{
    /// <summary>What it will be.</summary>
    public ContentPiece Piece;

    /// <summary>The first sector of the image that it comes from, if it is read as it is.</summary>
    public ulong InputSector;

    /// <summary>Where in the ring of buffers the slot's one ends, or the one before if it has none.</summary>
    public ulong BufferEnd;

    /// <summary>Whether it has arrived.</summary>
    public bool IsSettled;
}
