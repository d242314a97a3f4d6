namespace Airlock.Hypervisor;

/// <summary>What a page allows. Writable and executable never go together, but for a flat binary's own pages.</summary>
[Flags]
public enum PageRights
{
    /// <summary>Not mapped.</summary>
    None = 0,

    /// <summary>Reading.</summary>
    Read = 1,

    /// <summary>Writing.</summary>
    Write = 2,

    /// <summary>Execution.</summary>
    Execute = 4,
}
