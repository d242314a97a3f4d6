namespace Airlock.Abi.Virtio;

/// <summary>The flags of a descriptor (VIRTIO 1.2, 2.7.5).</summary>
internal static class DescriptorFlags
{
    /// <summary>VIRTQ_DESC_F_NEXT: the chain goes on at <see cref="VirtqDescriptor.Next"/>.</summary>
    public const ushort Next = 1;

    /// <summary>
    /// VIRTQ_DESC_F_WRITE: the device may write this buffer, and not read it; without it the reverse.
    /// </summary>
    public const ushort Write = 2;

    /// <summary>VIRTQ_DESC_F_INDIRECT: the buffer is itself a table of descriptors (2.7.5.3).</summary>
    public const ushort Indirect = 4;
}
