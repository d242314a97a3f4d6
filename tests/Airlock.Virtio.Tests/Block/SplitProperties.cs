using Airlock.Abi.Virtio;
using Airlock.Testing;
using FsCheck.Xunit;

namespace Airlock.Virtio.Tests.Block;

/// <summary>nanos#1730: a request may be split into descriptors in any way (VIRTIO 1.2, 2.7.4.1).</summary>
public class SplitProperties
{
    private const int Sectors = 16;

    [Property(MaxTest = 150)]
    public bool A_read_arrives_intact_however_it_is_split(byte sector, byte count, int seed)
    {
        var store = new MemoryStore(Sectors);
        using var rig = BlockDeviceRig.Started(store);
        (int first, int sectors) = Range(sector, count);
        PlacedRequest request = rig.Chains.Read((ulong)first, sectors * 512, RandomCut(seed, sectors));
        UsedEntry used = rig.Run(request);
        return used == new UsedEntry(request.Head, ((uint)sectors * 512) + 1)
            && request.Status == BlockStatus.Ok
            && request.Data.AsSpan().SequenceEqual(store.Bytes.AsSpan(first * 512, sectors * 512))
            && rig.Chains.GuardsAreIntact();
    }

    [Property(MaxTest = 150)]
    public bool A_write_arrives_intact_however_it_is_split(byte sector, byte count, int seed)
    {
        var store = new MemoryStore(Sectors);
        using var rig = BlockDeviceRig.Started(store);
        (int first, int sectors) = Range(sector, count);
        byte[] data = new byte[sectors * 512];
        new Random(seed).NextBytes(data);
        byte[] expected = [.. store.Bytes];
        data.CopyTo(expected, first * 512);
        PlacedRequest request = rig.Chains.Write((ulong)first, data, RandomCut(seed, sectors));
        UsedEntry used = rig.Run(request);
        return used == new UsedEntry(request.Head, 1)
            && request.Status == BlockStatus.Ok
            && store.Bytes.AsSpan().SequenceEqual(expected)
            && rig.Chains.GuardsAreIntact();
    }

    [Fact]
    public void One_byte_pieces_of_header_data_and_status_are_legal()
    {
        var store = new MemoryStore(Sectors);
        using var rig = BlockDeviceRig.Started(store);

        // 16 of the header, 200 of the data, the rest of it, the status.
        int piece = 0;
        PlacedRequest request = rig.Chains.Read(3, 512, left => piece++ < 216 ? 1 : Math.Max(1, left - 1));
        Assert.Equal(218, request.Pieces.Count);
        Assert.Equal(513u, rig.Run(request).Length);
        Assert.Equal(store.Bytes[1536..2048], request.Data);
    }

    [Fact]
    public void Header_and_data_may_share_a_descriptor_and_so_may_data_and_status()
    {
        var store = new MemoryStore(Sectors);
        using var rig = BlockDeviceRig.Started(store);
        PlacedRequest read = rig.Chains.Read(3, 512, whole => whole);
        PlacedRequest write = rig.Chains.Write(4, new byte[512], whole => whole);
        Assert.Equal((2, 2), (read.Pieces.Count, write.Pieces.Count));
        rig.Run(read);
        rig.Run(write);
        Assert.Equal((BlockStatus.Ok, BlockStatus.Ok), (read.Status, write.Status));
        Assert.Equal(store.Bytes[1536..2048], read.Data);
        Assert.Equal(new byte[512], store.Bytes[2048..2560]);
    }

    private static (int First, int Sectors) Range(byte sector, byte count)
    {
        int first = sector % Sectors;
        return (first, count % (Sectors - first + 1));
    }

    /// <summary>
    /// Lengths from nothing to half a request, small ones often; never more pieces than a queue has room for.
    /// </summary>
    private static Func<int, int> RandomCut(int seed, int sectors)
    {
        var random = new Random(seed);
        int pieces = 0;
        return left => ++pieces > 200
            ? left
            : random.Next(4) switch
            {
                0 => random.Next(0, 20),
                1 => 512,
                _ => random.Next(0, (sectors * 256) + 20),
            };
    }
}
