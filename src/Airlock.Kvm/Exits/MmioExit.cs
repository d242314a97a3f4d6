namespace Airlock.Kvm;

/// <summary>An access to an address without memory. KVM API, 5 (KVM_EXIT_MMIO).</summary>
public readonly ref struct MmioExit
{
    internal MmioExit(ulong address, bool isWrite, Span<byte> data)
    {
        Address = address;
        IsWrite = isWrite;
        Data = data;
    }

    /// <summary>Guest-physical address.</summary>
    public ulong Address { get; }

    /// <summary>Width in bytes, at most 8. A wider access comes in pieces.</summary>
    public int Length => Data.Length;

    /// <summary>Whether the guest writes; else <see cref="Data"/> is to be filled before the next run.</summary>
    public bool IsWrite { get; }

    /// <summary><see cref="Length"/> bytes, little-endian: written, or to be read.</summary>
    public Span<byte> Data { get; }
}
