namespace Airlock.Guest.Storage;

/// <summary>A place of the cache.</summary>
internal struct DiskWindow
{
    /// <summary>The number of the window that lies here, plus one; 0 if none does.</summary>
    public ulong NumberPlusOne;

    /// <summary>When it was last looked at.</summary>
    public ulong LastUse;
}
