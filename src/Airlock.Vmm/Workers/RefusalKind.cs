namespace Airlock.Vmm.Workers;

/// <summary>Why a worker could not run the machine.</summary>
internal enum RefusalKind
{
    /// <summary>This host lacks something.</summary>
    Host,

    /// <summary>The guest image doesn't fit the machine.</summary>
    Image,

    /// <summary>The VMM failed.</summary>
    Failure,
}
