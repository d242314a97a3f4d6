namespace Airlock.Guest.Formats;

/// <summary>The windows of the image that is being read: of its outer table, and of one that this one tells of.</summary>
internal struct MapWindows
{
    /// <summary>Of the table that there is one of.</summary>
    public TableWindow Outer;

    /// <summary>Of one of the tables that it tells of.</summary>
    public TableWindow Inner;

    /// <summary>Forgets what was read: another file comes.</summary>
    public void Forget()
    {
        Outer.Forget();
        Inner.Forget();
    }
}
