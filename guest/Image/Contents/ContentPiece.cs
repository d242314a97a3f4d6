namespace Airlock.Image.Contents;

/// <summary>Some of the contents of a virtual disk.</summary>
internal struct ContentPiece
{
    /// <summary>Its first byte in the virtual disk.</summary>
    public ulong Start;

    /// <summary>Bytes of it; as data, at most as many as a buffer has.</summary>
    public ulong Length;

    /// <summary>Whether it is all zero, and lies nowhere.</summary>
    public bool IsZero;

    /// <summary>Guest-physical address of the data, which stay there until the next piece is read.</summary>
    public ulong Address;

    /// <summary>The byte after its last one.</summary>
    public readonly ulong End => Start + Length;

    /// <summary>Takes away its first bytes.</summary>
    public void Drop(ulong bytes)
    {
        Start += bytes;
        Length -= bytes;
        Address += bytes;
    }
}
