namespace Airlock.Kvm;

/// <summary>
/// Why <see cref="KvmVcpu.Run"/> returned, and what the guest wants. KVM API, 5.
/// </summary>
/// <remarks>
/// Its spans lie in pages shared with the kernel: they are valid until the vCPU runs again or is disposed, and what is
/// written into those of a read is what the guest reads.
/// </remarks>
public readonly ref struct VcpuExit
{
    internal VcpuExit(VcpuExitKind kind, uint reason)
    {
        Kind = kind;
        Reason = reason;
    }

    /// <summary>The reason.</summary>
    public VcpuExitKind Kind { get; }

    /// <summary>The reason's number in linux/kvm.h (KVM_EXIT_*), for <see cref="VcpuExitKind.Unknown"/>.</summary>
    public uint Reason { get; }

    /// <summary>The port access of <see cref="VcpuExitKind.Io"/>.</summary>
    /// <exception cref="InvalidOperationException">The exit is of another kind.</exception>
    public IoExit Io
    {
        get
        {
            Expect(VcpuExitKind.Io);
            return new IoExit((ushort)Detail, (byte)Size, Count, IsWrite, Data);
        }
    }

    /// <summary>The memory access of <see cref="VcpuExitKind.Mmio"/>.</summary>
    /// <exception cref="InvalidOperationException">The exit is of another kind.</exception>
    public MmioExit Mmio
    {
        get
        {
            Expect(VcpuExitKind.Mmio);
            return new MmioExit(Detail, IsWrite, Data);
        }
    }

    /// <summary>What KVM says about an <see cref="VcpuExitKind.InternalError"/>.</summary>
    /// <exception cref="InvalidOperationException">The exit is of another kind.</exception>
    public InternalErrorExit InternalError
    {
        get
        {
            Expect(VcpuExitKind.InternalError);
            return new InternalErrorExit((uint)Detail, Data);
        }
    }

    /// <summary>
    /// The CPU's own code for <see cref="VcpuExitKind.FailEntry"/>, and for reason 0 (KVM_EXIT_UNKNOWN); else 0.
    /// </summary>
    public ulong HardwareReason => Kind is VcpuExitKind.FailEntry or VcpuExitKind.Unknown ? Detail : 0;

    /// <summary>The type (KVM_SYSTEM_EVENT_*) of <see cref="VcpuExitKind.SystemEvent"/>, else 0.</summary>
    public uint SystemEvent => Kind == VcpuExitKind.SystemEvent ? (uint)Detail : 0;

    /// <summary>Port, address, code, sub-error or type, by kind.</summary>
    internal ulong Detail { get; init; }

    /// <summary>Width of a port access.</summary>
    internal uint Size { get; init; }

    /// <summary>Number of port accesses.</summary>
    internal uint Count { get; init; }

    internal bool IsWrite { get; init; }

    internal Span<byte> Data { get; init; }

    private void Expect(VcpuExitKind kind)
    {
        if (Kind != kind)
        {
            throw new InvalidOperationException($"This exit is {Kind}, not {kind}.");
        }
    }
}
