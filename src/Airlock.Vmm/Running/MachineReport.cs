using Airlock.Virtio.Block;

namespace Airlock.Vmm.Running;

/// <summary>What a machine has done, once it has ended.</summary>
internal sealed record MachineReport
{
    /// <summary>The exception that ended the guest, if one did.</summary>
    public GuestFault? Fault { get; init; }

    /// <summary>What the vCPU came back for.</summary>
    public ExitCounters Exits { get; init; } = new();

    public BlockDeviceMetrics Input { get; init; }

    public BlockDeviceMetrics Output { get; init; }

    /// <summary>How often the guest asked to be heard.</summary>
    public long MessageSignals { get; init; }

    /// <summary>Whether every byte of the output has been written.</summary>
    public bool IsOutputWritten { get; init; }

    /// <summary>Requests completed.</summary>
    public long Completed { get; init; }
}
