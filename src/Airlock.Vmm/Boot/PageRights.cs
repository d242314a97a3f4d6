namespace Airlock.Vmm.Boot;

/// <summary>What a page allows. Writable and executable never go together, but for a flat binary's own pages.</summary>
[Flags]
internal enum PageRights
{
    None = 0,
    Read = 1,
    Write = 2,
    Execute = 4,

    /// <summary>Reachable from ring 3.</summary>
    User = 8,
}
