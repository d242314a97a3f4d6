namespace Airlock.Vmm.Host;

/// <summary>What a finding means for a run.</summary>
public enum HostStatus
{
    /// <summary>As it should be, or just worth knowing.</summary>
    Ok,

    /// <summary>A run works, but slower or with less around it.</summary>
    Note,

    /// <summary>No run works.</summary>
    Missing,
}
