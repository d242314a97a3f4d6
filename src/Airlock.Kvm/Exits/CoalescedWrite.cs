using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Airlock.Kvm;

/// <summary>A guest write that waited in the <see cref="CoalescedRing"/>; a copy. KVM API, 4.116.</summary>
public readonly struct CoalescedWrite
{
    private readonly ulong _data;

    internal CoalescedWrite(ulong address, int length, bool isPort, ulong data)
    {
        Address = address;
        Length = length;
        IsPort = isPort;
        _data = data;
    }

    /// <summary>Guest-physical address, or number of the port.</summary>
    public ulong Address { get; }

    /// <summary>Width in bytes, at most 8.</summary>
    public int Length { get; }

    /// <summary>Whether <see cref="Address"/> is a port.</summary>
    public bool IsPort { get; }

    /// <summary>The bytes written, <see cref="Length"/> of them, little-endian.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Data =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in _data))[..Length];
}
