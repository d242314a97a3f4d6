using System.Runtime.CompilerServices;
using Airlock.Abi.Virtio;

namespace Airlock.Virtio.Tests.Abi;

/// <summary>abi/Virtio against Linux's headers.</summary>
public class KernelHeaderTests
{
    [SkippableTheory]
    [InlineData("VIRTIO_MMIO_MAGIC_VALUE", MmioRegister.MagicValue)]
    [InlineData("VIRTIO_MMIO_VERSION", MmioRegister.Version)]
    [InlineData("VIRTIO_MMIO_DEVICE_ID", MmioRegister.DeviceId)]
    [InlineData("VIRTIO_MMIO_VENDOR_ID", MmioRegister.VendorId)]
    [InlineData("VIRTIO_MMIO_DEVICE_FEATURES", MmioRegister.DeviceFeatures)]
    [InlineData("VIRTIO_MMIO_DEVICE_FEATURES_SEL", MmioRegister.DeviceFeaturesSel)]
    [InlineData("VIRTIO_MMIO_DRIVER_FEATURES", MmioRegister.DriverFeatures)]
    [InlineData("VIRTIO_MMIO_DRIVER_FEATURES_SEL", MmioRegister.DriverFeaturesSel)]
    [InlineData("VIRTIO_MMIO_QUEUE_SEL", MmioRegister.QueueSel)]
    [InlineData("VIRTIO_MMIO_QUEUE_NUM_MAX", MmioRegister.QueueNumMax)]
    [InlineData("VIRTIO_MMIO_QUEUE_NUM", MmioRegister.QueueNum)]
    [InlineData("VIRTIO_MMIO_QUEUE_READY", MmioRegister.QueueReady)]
    [InlineData("VIRTIO_MMIO_QUEUE_NOTIFY", MmioRegister.QueueNotify)]
    [InlineData("VIRTIO_MMIO_INTERRUPT_STATUS", MmioRegister.InterruptStatus)]
    [InlineData("VIRTIO_MMIO_INTERRUPT_ACK", MmioRegister.InterruptAck)]
    [InlineData("VIRTIO_MMIO_STATUS", MmioRegister.Status)]
    [InlineData("VIRTIO_MMIO_QUEUE_DESC_LOW", MmioRegister.QueueDescLow)]
    [InlineData("VIRTIO_MMIO_QUEUE_DESC_HIGH", MmioRegister.QueueDescHigh)]
    [InlineData("VIRTIO_MMIO_QUEUE_AVAIL_LOW", MmioRegister.QueueDriverLow)]
    [InlineData("VIRTIO_MMIO_QUEUE_AVAIL_HIGH", MmioRegister.QueueDriverHigh)]
    [InlineData("VIRTIO_MMIO_QUEUE_USED_LOW", MmioRegister.QueueDeviceLow)]
    [InlineData("VIRTIO_MMIO_QUEUE_USED_HIGH", MmioRegister.QueueDeviceHigh)]
    [InlineData("VIRTIO_MMIO_SHM_SEL", MmioRegister.ShmSel)]
    [InlineData("VIRTIO_MMIO_SHM_LEN_LOW", MmioRegister.ShmLenLow)]
    [InlineData("VIRTIO_MMIO_SHM_LEN_HIGH", MmioRegister.ShmLenHigh)]
    [InlineData("VIRTIO_MMIO_SHM_BASE_LOW", MmioRegister.ShmBaseLow)]
    [InlineData("VIRTIO_MMIO_SHM_BASE_HIGH", MmioRegister.ShmBaseHigh)]
    [InlineData("VIRTIO_MMIO_CONFIG_GENERATION", MmioRegister.ConfigGeneration)]
    [InlineData("VIRTIO_MMIO_CONFIG", MmioRegister.Config)]
    public void A_register_is_where_Linux_has_it(string name, uint expected) =>
        Assert.Equal(expected, KernelHeader.Open("virtio_mmio.h")[name]);

    [SkippableTheory]
    [InlineData("VIRTIO_CONFIG_S_ACKNOWLEDGE", DeviceStatus.Acknowledge)]
    [InlineData("VIRTIO_CONFIG_S_DRIVER", DeviceStatus.Driver)]
    [InlineData("VIRTIO_CONFIG_S_DRIVER_OK", DeviceStatus.DriverOk)]
    [InlineData("VIRTIO_CONFIG_S_FEATURES_OK", DeviceStatus.FeaturesOk)]
    [InlineData("VIRTIO_CONFIG_S_NEEDS_RESET", DeviceStatus.DeviceNeedsReset)]
    [InlineData("VIRTIO_CONFIG_S_FAILED", DeviceStatus.Failed)]
    public void A_status_bit_is_Linux_s(string name, uint expected) =>
        Assert.Equal(expected, KernelHeader.Open("virtio_config.h")[name]);

    [SkippableTheory]
    [InlineData("virtio_config.h", "VIRTIO_F_VERSION_1", FeatureBits.Version1)]
    [InlineData("virtio_config.h", "VIRTIO_F_RING_PACKED", FeatureBits.RingPacked)]
    [InlineData("virtio_config.h", "VIRTIO_F_IN_ORDER", FeatureBits.InOrder)]
    [InlineData("virtio_config.h", "VIRTIO_F_RING_RESET", FeatureBits.RingReset)]
    [InlineData("virtio_ring.h", "VIRTIO_RING_F_INDIRECT_DESC", FeatureBits.RingIndirectDesc)]
    [InlineData("virtio_ring.h", "VIRTIO_RING_F_EVENT_IDX", FeatureBits.RingEventIdx)]
    [InlineData("virtio_blk.h", "VIRTIO_BLK_F_SIZE_MAX", BlockFeatureBits.SizeMax)]
    [InlineData("virtio_blk.h", "VIRTIO_BLK_F_SEG_MAX", BlockFeatureBits.SegMax)]
    [InlineData("virtio_blk.h", "VIRTIO_BLK_F_RO", BlockFeatureBits.ReadOnly)]
    [InlineData("virtio_blk.h", "VIRTIO_BLK_F_BLK_SIZE", BlockFeatureBits.BlkSize)]
    [InlineData("virtio_blk.h", "VIRTIO_BLK_F_FLUSH", BlockFeatureBits.Flush)]
    [InlineData("virtio_blk.h", "VIRTIO_BLK_F_DISCARD", BlockFeatureBits.Discard)]
    [InlineData("virtio_blk.h", "VIRTIO_BLK_F_WRITE_ZEROES", BlockFeatureBits.WriteZeroes)]
    public void A_feature_bit_is_Linux_s(string header, string name, ulong expected) =>
        Assert.Equal(expected, 1UL << (int)KernelHeader.Open(header)[name]);

    [SkippableTheory]
    [InlineData("virtio_blk.h", "VIRTIO_BLK_T_IN", BlockRequestType.In)]
    [InlineData("virtio_blk.h", "VIRTIO_BLK_T_OUT", BlockRequestType.Out)]
    [InlineData("virtio_blk.h", "VIRTIO_BLK_T_FLUSH", BlockRequestType.Flush)]
    [InlineData("virtio_blk.h", "VIRTIO_BLK_T_GET_ID", BlockRequestType.GetId)]
    [InlineData("virtio_blk.h", "VIRTIO_BLK_T_DISCARD", BlockRequestType.Discard)]
    [InlineData("virtio_blk.h", "VIRTIO_BLK_T_WRITE_ZEROES", BlockRequestType.WriteZeroes)]
    [InlineData("virtio_blk.h", "VIRTIO_BLK_WRITE_ZEROES_FLAG_UNMAP", WriteZeroesSegment.FlagUnmap)]
    [InlineData("virtio_blk.h", "VIRTIO_BLK_ID_BYTES", BlockRequestType.IdLength)]
    [InlineData("virtio_blk.h", "VIRTIO_BLK_S_OK", BlockStatus.Ok)]
    [InlineData("virtio_blk.h", "VIRTIO_BLK_S_IOERR", BlockStatus.IoError)]
    [InlineData("virtio_blk.h", "VIRTIO_BLK_S_UNSUPP", BlockStatus.Unsupported)]
    [InlineData("virtio_ring.h", "VRING_DESC_F_NEXT", DescriptorFlags.Next)]
    [InlineData("virtio_ring.h", "VRING_DESC_F_WRITE", DescriptorFlags.Write)]
    [InlineData("virtio_ring.h", "VRING_DESC_F_INDIRECT", DescriptorFlags.Indirect)]
    [InlineData("virtio_ring.h", "VRING_AVAIL_F_NO_INTERRUPT", SplitRing.AvailNoInterrupt)]
    [InlineData("virtio_ring.h", "VRING_USED_F_NO_NOTIFY", SplitRing.UsedNoNotify)]
    [InlineData("virtio_ring.h", "VRING_AVAIL_ALIGN_SIZE", SplitRing.AvailAlignment)]
    [InlineData("virtio_ring.h", "VRING_USED_ALIGN_SIZE", SplitRing.UsedAlignment)]
    [InlineData("virtio_ring.h", "VRING_DESC_ALIGN_SIZE", SplitRing.DescriptorTableAlignment)]
    [InlineData("virtio_ids.h", "VIRTIO_ID_BLOCK", DeviceId.Block)]
    public void A_number_of_queues_and_blocks_is_Linux_s(string header, string name, ulong expected) =>
        Assert.Equal(expected, KernelHeader.Open(header)[name]);

    [Fact]
    public void The_structures_have_the_sizes_of_the_specification()
    {
        Assert.Equal(SplitRing.DescriptorLength, (uint)Unsafe.SizeOf<VirtqDescriptor>());
        Assert.Equal(SplitRing.UsedEntryLength, (uint)Unsafe.SizeOf<VirtqUsedElement>());
        Assert.Equal(BlockRequestHeader.Length, (uint)Unsafe.SizeOf<BlockRequestHeader>());
        Assert.Equal(WriteZeroesSegment.Length, (uint)Unsafe.SizeOf<WriteZeroesSegment>());
        Assert.Equal(BlockExtent.Length, (uint)Unsafe.SizeOf<BlockExtent>());

        // 2.7: 16 * size, 6 + 2 * size, 6 + 8 * size
        Assert.Equal(4096u, SplitRing.DescriptorTableLength(256));
        Assert.Equal(518u, SplitRing.AvailLength(256));
        Assert.Equal(2054u, SplitRing.UsedLength(256));
    }
}
