using System.Runtime.InteropServices;

namespace Airlock.Abi.Virtio;

/// <summary>One entry of the descriptor table, <c>struct virtq_desc</c> (VIRTIO 1.2, 2.7.5); little-endian.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct VirtqDescriptor
{
    /// <summary>Guest-physical address of the buffer.</summary>
    public ulong Address;

    /// <summary>Length of the buffer in bytes.</summary>
    public uint Length;

    /// <summary><see cref="DescriptorFlags"/>.</summary>
    public ushort Flags;

    /// <summary>Index of the next descriptor of the chain, if <see cref="DescriptorFlags.Next"/> is set.</summary>
    public ushort Next;

    public VirtqDescriptor(ulong address, uint length, ushort flags, ushort next)
    {
        Address = address;
        Length = length;
        Flags = flags;
        Next = next;
    }
}
