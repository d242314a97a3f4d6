using System.Buffers.Binary;
using Airlock.Abi.Virtio;
using Airlock.Virtio.Queues;

namespace Airlock.Virtio.Block;

/// <summary>What a block device shows of itself: features, configuration space and name. It doesn't change.</summary>
internal sealed class BlockIdentity
{
    private readonly byte[] _config = new byte[BlockConfig.Length];
    private readonly byte[] _id = new byte[BlockRequestType.IdLength];

    public BlockIdentity(IBlockStore store, BlockDeviceOptions options)
    {
        Capacity = store.LengthInSectors;
        IsReadOnly = store.IsReadOnly;
        Features = (IsReadOnly ? BlockFeatureBits.ReadOnly : 0)
            | (options.OfferSegMax ? BlockFeatureBits.SegMax : 0)
            | (store is IZeroableStore ? BlockFeatureBits.WriteZeroes : 0)
            | (store is IExtentSource ? BlockFeatureBits.Extents : 0);
        FillConfig();
        FillId(options.Id);
    }

    /// <summary>Sectors of 512 bytes.</summary>
    public ulong Capacity { get; }

    public bool IsReadOnly { get; }

    public ulong Features { get; }

    public ReadOnlySpan<byte> Config => _config;

    /// <summary>The answer to GET_ID.</summary>
    public ReadOnlySpan<byte> Id => _id;

    /// <summary>5.2.4: what no feature announces stays 0.</summary>
    private void FillConfig()
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_config.AsSpan((int)BlockConfig.Capacity), Capacity);
        if ((Features & BlockFeatureBits.SegMax) != 0)
        {
            Set(BlockConfig.SegMax, QueueGeometry.MaxSize - 2);
        }

        if ((Features & BlockFeatureBits.WriteZeroes) != 0)
        {
            Set(BlockConfig.MaxWriteZeroesSectors, BlockRequestParser.MaxZeroSectors);
            Set(BlockConfig.MaxWriteZeroesSegments, BlockRequestParser.MaxZeroSegments);
            _config[BlockConfig.WriteZeroesMayUnmap] = 1;
        }
    }

    private void Set(uint offset, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(_config.AsSpan((int)offset), value);

    private void FillId(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        for (int i = 0; i < Math.Min(id.Length, _id.Length); i++)
        {
            _id[i] = char.IsAscii(id[i]) ? (byte)id[i] : (byte)'?';
        }
    }
}
