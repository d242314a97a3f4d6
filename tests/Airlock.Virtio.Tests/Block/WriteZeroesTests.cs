using System.Buffers.Binary;
using Airlock.Abi.Virtio;
using Airlock.Testing;
using Airlock.Virtio.Block;

namespace Airlock.Virtio.Tests.Block;

/// <summary>VIRTIO_BLK_T_WRITE_ZEROES (VIRTIO 1.2, 5.2.6).</summary>
public sealed class WriteZeroesTests : IDisposable
{
    private const int Sectors = 50;
    private const uint Unmap = 1;

    private readonly SparseStore _store = new(Sectors);
    private readonly BlockDeviceRig _rig;

    public WriteZeroesTests() => _rig = BlockDeviceRig.Started(_store);

    public void Dispose()
    {
        Assert.True(_rig.Chains.GuardsAreIntact());
        _rig.Dispose();
    }

    [Fact]
    public void The_feature_comes_with_its_limits()
    {
        Assert.Equal(BlockFeatureBits.WriteZeroes, _rig.Device.Features & BlockFeatureBits.WriteZeroes);
        Assert.Equal(0x4_0000u, BinaryPrimitives.ReadUInt32LittleEndian(_rig.Device.Config[48..]));
        Assert.Equal(1u, BinaryPrimitives.ReadUInt32LittleEndian(_rig.Device.Config[52..]));
        Assert.Equal(1, _rig.Device.Config[56]);
    }

    [Fact]
    public void A_store_that_can_not_makes_no_offer()
    {
        using var rig = BlockDeviceRig.Started(new MemoryStore(Sectors));
        Assert.Equal(0ul, rig.Device.Features);
        Assert.Equal(-1, rig.Device.Config[8..].IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void A_driver_that_has_not_taken_the_feature_has_an_unsupported_type()
    {
        _rig.BringUp(FeatureBits.Version1);
        PlacedRequest request = Zeroes(0, 1, Unmap);
        _rig.Run(request);
        Assert.Equal(BlockStatus.Unsupported, request.Status);
        Assert.Empty(_store.Zeroed);
    }

    [Theory]
    [InlineData(0ul, 1u, 0u)]
    [InlineData(7ul, 3u, Unmap)]
    [InlineData(0ul, (uint)Sectors, Unmap)]
    [InlineData((ulong)Sectors, 0u, Unmap)]
    public void A_range_reads_as_zeroes_and_no_other(ulong sector, uint count, uint flags)
    {
        byte[] expected = [.. _store.Bytes];
        expected.AsSpan((int)sector * 512, (int)count * 512).Clear();
        PlacedRequest request = Zeroes(sector, count, flags);
        Assert.Equal(new UsedEntry(request.Head, 1), _rig.Run(request));
        Assert.Equal(BlockStatus.Ok, request.Status);
        Assert.Equal(expected, _store.Bytes);
        Assert.All(_store.Zeroed, call => Assert.Equal(flags == Unmap, call.MayUnmap));
        var completion = new BlockCompletion(BlockRequestKind.WriteZeroes, BlockRequestStatus.Ok, sector, count, Errno: 0);
        Assert.Equal(completion, _rig.Events.Completions.Last());
        Assert.Equal((1, count * 512L), (_rig.Device.Metrics.ZeroWrites, _rig.Device.Metrics.BytesZeroed));
    }

    [Theory]
    [InlineData((ulong)Sectors, 1u)]
    [InlineData(Sectors - 1ul, 2u)]
    [InlineData(0ul, Sectors + 1u)]
    [InlineData(0ul, uint.MaxValue)]
    [InlineData(ulong.MaxValue, 1u)]
    [InlineData(ulong.MaxValue, 2u)] // the sum is 1
    [InlineData(0x0080_0000_0000_0000ul, 1u)] // times 512 it is 0
    public void Sectors_past_the_capacity_are_refused(ulong sector, uint count) =>
        Refuses(Zeroes(sector, count, Unmap), BlockStatus.IoError);

    [Theory]
    [InlineData(2u)]
    [InlineData(0x8000_0001u)]
    public void An_unknown_flag_is_unsupported(uint flags) => Refuses(Zeroes(0, 1, flags), BlockStatus.Unsupported);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(15, 0)]
    [InlineData(17, 0)]
    [InlineData(32, 0)] // two segments, where one is the limit
    [InlineData(16, 16)] // room for an answer, to which there is nothing
    public void Anything_but_one_segment_is_refused(int length, int answer) =>
        Refuses(_rig.Chains.Place(Header(), new byte[length], answer, null), BlockStatus.IoError);

    [Fact]
    public void More_than_the_limit_is_refused_though_the_device_has_it()
    {
        var store = new SparseStore(0x4_0001);
        using var rig = BlockDeviceRig.Started(store);
        PlacedRequest request = rig.Chains.Place(Header(), Segment(0, 0x4_0001, Unmap), 0, null);
        rig.Run(request);
        Assert.Equal(BlockStatus.IoError, request.Status);

        PlacedRequest longest = rig.Chains.Place(Header(), Segment(1, 0x4_0000, Unmap), 0, null);
        rig.Run(longest);
        Assert.Equal(BlockStatus.Ok, longest.Status);
        Assert.Equal(0x4_0000ul * 512, store.Zeroed.Aggregate(0ul, (sum, call) => sum + call.Length));
        Assert.All(store.Zeroed, call => Assert.InRange(call.Length, 1ul, 8ul << 20));
    }

    [Fact]
    public void A_read_only_device_refuses()
    {
        var store = new SparseStore(Sectors, readOnly: true);
        using var rig = BlockDeviceRig.Started(store);
        PlacedRequest request = rig.Chains.Place(Header(), Segment(0, 1, 0), 0, null);
        rig.Run(request);
        Assert.Equal(BlockStatus.IoError, request.Status);
        Assert.Empty(store.Zeroed);
    }

    [Fact]
    public void A_store_that_fails_is_an_error()
    {
        _store.Fault = 28;
        PlacedRequest request = Zeroes(3, 4, Unmap);
        _rig.Run(request);
        Assert.Equal(BlockStatus.IoError, request.Status);
        var completion = new BlockCompletion(BlockRequestKind.WriteZeroes, BlockRequestStatus.IoError, 3, 4, Errno: 28);
        Assert.Equal(completion, _rig.Events.Completions.Last());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(31)]
    public void A_request_may_be_split_anywhere(int cut)
    {
        PlacedRequest request = _rig.Chains.Place(Header(), Segment(5, 2, Unmap), 0, whole => Math.Min(whole, cut));
        _rig.Run(request);
        Assert.Equal(BlockStatus.Ok, request.Status);
        Assert.Equal([(5ul * 512, 1024ul, true)], _store.Zeroed);
    }

    [Fact]
    public void Large_requests_do_not_wait_for_each_other()
    {
        var store = new SparseStore(0x1000);
        using var rig = BlockDeviceRig.Started(store);
        rig.Ring.MakeAvailable(rig.Chains.Place(Header(), Segment(0, 0x800, Unmap), 0, null).Head);
        rig.Ring.MakeAvailable(rig.Chains.Place(Header(), Segment(0x800, 0x800, Unmap), 0, null).Head);
        new BlockWorker(rig.Device).Process();
        Assert.Equal((2, 2), (rig.Events.Completions.Count, rig.Events.Interrupts));
    }

    private static byte[] Header() => BlockChainBuilder.Header(BlockRequestType.WriteZeroes, sector: 0);

    private static byte[] Segment(ulong sector, uint count, uint flags)
    {
        byte[] segment = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(segment, sector);
        BinaryPrimitives.WriteUInt32LittleEndian(segment.AsSpan(8), count);
        BinaryPrimitives.WriteUInt32LittleEndian(segment.AsSpan(12), flags);
        return segment;
    }

    private PlacedRequest Zeroes(ulong sector, uint count, uint flags) =>
        _rig.Chains.Place(Header(), Segment(sector, count, flags), 0, null);

    [Fact]
    public void A_request_allocates_nothing()
    {
        using var rig = BlockDeviceRig.Started(new StrictStore(8, readOnly: false));
        rig.Events.Recording = false;
        ushort head = rig.Chains.Place(Header(), Segment(1, 2, Unmap), 0, null).Head;
        int done = 0;
        Assert.Equal(0, AllocationMeter.LeastBytes(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                rig.Ring.MakeAvailable(head);
                done += rig.Worker.Process();
            }
        }));
        Assert.Equal((done, 0), (rig.Device.Metrics.ZeroWrites, rig.Device.Metrics.Errors));
        Assert.InRange(done, 1000, int.MaxValue);
    }

    private void Refuses(PlacedRequest request, byte status)
    {
        byte[] before = [.. _store.Bytes];
        Assert.Equal(request.Data.Length == 0 ? 1u : 0, _rig.Run(request).Length);
        Assert.Equal(status, request.Status);
        Assert.Equal(before, _store.Bytes);
        Assert.Empty(_store.Zeroed);
    }
}
