using System.Runtime.InteropServices;

namespace Airlock.Abi.Virtio;

/// <summary>One entry of the used ring, <c>struct virtq_used_elem</c> (VIRTIO 1.2, 2.7.8); little-endian.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct VirtqUsedElement
{
    /// <summary>Index of the head of the used descriptor chain: 32 bits wide, of which 16 can be set.</summary>
    public uint Id;

    /// <summary>The bytes that the device wrote into the chain's device-writable part.</summary>
    public uint Length;

    public VirtqUsedElement(uint id, uint length)
    {
        Id = id;
        Length = length;
    }
}
