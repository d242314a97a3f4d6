namespace Airlock.Hypervisor;

/// <summary>What a machine at work needs of the process that it is in; whatever else that may do, it can give up.</summary>
public sealed record HostNeeds
{
    /// <summary>Numbers of the ioctls that it makes.</summary>
    public IReadOnlyList<uint> Ioctls { get; init; } = [];

    /// <summary>The process that it traces, waits for and may have to kill; null without one.</summary>
    public int? TracedProcess { get; init; }

    /// <summary>Requests of ptrace(2) that it makes.</summary>
    public IReadOnlyList<uint> PtraceRequests { get; init; } = [];
}
