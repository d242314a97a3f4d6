using Airlock.Virtio.Block;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Machines;

/// <summary>What a machine has done, once it has ended.</summary>
internal sealed record MachineReport
{
    /// <summary>The exception that ended the guest, if one did.</summary>
    public GuestFault? Fault { get; init; }

    /// <summary>What the vCPU came back for.</summary>
    public ExitCounters Exits { get; init; } = new();

    /// <summary>What each disk of the spec has done.</summary>
    public IReadOnlyList<BlockDeviceMetrics> Disks { get; init; } = [];

    /// <summary>How often the guest asked to be heard.</summary>
    public long MessageSignals { get; init; }

    /// <summary>Whether every byte of every output that was to be written has been.</summary>
    public bool AreOutputsWritten { get; init; }

    /// <summary>Requests completed.</summary>
    public long Completed { get; init; }
}
