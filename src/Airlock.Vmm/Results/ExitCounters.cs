namespace Airlock.Vmm.Results;

/// <summary>How often the vCPU came back to the VMM, by cause.</summary>
public sealed record ExitCounters
{
    /// <summary>Port I/O that reached user space.</summary>
    public long PortIo { get; internal set; }

    /// <summary>Bytes written to a port that KVM collected without an exit (coalesced port I/O).</summary>
    public long CoalescedPortIo { get; internal set; }

    /// <summary>Reads and writes of device windows that reached user space.</summary>
    public long Mmio { get; internal set; }

    /// <summary>HLT, triple fault and everything else that ends a run.</summary>
    public long Other { get; internal set; }

    /// <summary>KVM_RUN came back for a signal.</summary>
    public long Interrupted { get; internal set; }

    /// <summary>Accesses to ports and addresses where nothing is: reads gave all ones, writes were dropped.</summary>
    public long Unmapped { get; internal set; }

    /// <summary>All exits to user space.</summary>
    public long Total => PortIo + Mmio + Other + Interrupted;

    /// <summary>Counts another vCPU's, too.</summary>
    internal void Add(ExitCounters other)
    {
        PortIo += other.PortIo;
        CoalescedPortIo += other.CoalescedPortIo;
        Mmio += other.Mmio;
        Other += other.Other;
        Interrupted += other.Interrupted;
        Unmapped += other.Unmapped;
    }
}
