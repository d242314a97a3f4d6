using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>What the lines of a description come to.</summary>
internal struct VmdkSummary
{
    /// <summary>Extents so far.</summary>
    public uint Extents;

    /// <summary>Sectors of all of them, at most 2^55.</summary>
    public ulong Sectors;

    /// <summary>Whether the last one is SPARSE.</summary>
    public bool IsSparse;

    /// <summary>Whether a createType is there.</summary>
    public bool HasCreateType;

    /// <summary>Whether it is one of the two that a single file can be.</summary>
    public bool IsOneFile;

    /// <summary>Whether a parentCID is there.</summary>
    public bool HasParentCid;

    /// <summary>Whether a parentFileNameHint is there.</summary>
    public bool HasParentHint;

    /// <summary>Whether the name of an extent leads out of its folder.</summary>
    public bool LeadsOut;

    /// <summary>The first such name, escaped.</summary>
    public FixedString256 OutsideName;
}
