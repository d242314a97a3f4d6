namespace Airlock.Guest.Formats;

/// <summary>Where the parts of a VHDX lie; all of them do so in the file.</summary>
internal struct VhdxRegions
{
    /// <summary>The block table.</summary>
    public TableRange Bat;

    /// <summary>The metadata.</summary>
    public TableRange Metadata;

    /// <summary>The log, which need not be in use.</summary>
    public TableRange Log;

    /// <summary>Whether one was left out because it lies where it can't.</summary>
    public bool HasMisplaced;

    /// <summary>Whether there is a block table.</summary>
    public bool HasBat;

    /// <summary>Whether there are metadata.</summary>
    public bool HasMetadata;

    /// <summary>Whether bytes of the file have one in common with any of them.</summary>
    public readonly bool Meet(ulong start, ulong count) =>
        Bat.Meets(start, count) || Metadata.Meets(start, count) || Log.Meets(start, count);
}
