namespace Airlock.Copy;

/// <summary>Sectors of the input that are alike, from where the extent before ends.</summary>
internal struct Extent
{
    /// <summary>The first sector after it.</summary>
    public ulong End;

    /// <summary>Whether all of it is zero, and need not be read.</summary>
    public bool IsHole;
}
