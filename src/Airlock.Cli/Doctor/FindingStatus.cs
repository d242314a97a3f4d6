namespace Airlock.Cli.Doctor;

/// <summary>What a finding means for a copy.</summary>
internal enum FindingStatus
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>A copy runs, but slower or with less around it.</summary>
    Note,

    /// <summary>No copy can run.</summary>
    Missing,
}
