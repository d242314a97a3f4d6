using System.Buffers.Binary;
using Airlock.Abi.Virtio;
using Airlock.Testing;
using Airlock.Virtio.Block;

namespace Airlock.Virtio.Tests.Block;

/// <summary>Our own request: what lies from a sector on.</summary>
public sealed class ExtentTests : IDisposable
{
    private const int Sectors = 1000;

    private readonly SparseStore _store = new(Sectors, readOnly: true);
    private readonly BlockDeviceRig _rig;

    public ExtentTests()
    {
        // Data and holes in turn, 10 sectors each.
        _store.Extents = static sector => new StoreExtent((10 - (sector % 10)) * 512, sector / 10 % 2 == 1);
        _rig = BlockDeviceRig.Started(_store);
    }

    public void Dispose()
    {
        Assert.True(_rig.Chains.GuardsAreIntact());
        _rig.Dispose();
    }

    [Fact]
    public void The_feature_is_the_last_bit_and_nothing_else_changes() =>
        Assert.Equal((1UL << 63) | BlockFeatureBits.ReadOnly | BlockFeatureBits.WriteZeroes, _rig.Device.Features);

    [Fact]
    public void Extents_follow_each_other_from_the_sector_on()
    {
        PlacedRequest question = Ask(13, entries: 3);
        Assert.Equal(new UsedEntry(question.Head, 49), _rig.Run(question));
        Assert.Equal(BlockStatus.Ok, question.Status);
        Assert.Equal([(7, 1), (10, 0), (10, 1)], Answer(question));
        Assert.Equal(1, _rig.Device.Metrics.ExtentQueries);
    }

    [Fact]
    public void The_answer_ends_with_the_device_and_the_rest_is_zeroed()
    {
        PlacedRequest question = Ask(985, entries: 4);
        Assert.Equal(65u, _rig.Run(question).Length);
        Assert.Equal([(5, 0), (10, 1), (0, 0), (0, 0)], Answer(question));
    }

    [Fact]
    public void As_many_entries_are_told_as_the_limit_allows()
    {
        var store = new SparseStore(Sectors) { Extents = static sector => new StoreExtent(512, sector % 2 == 1) };
        using var rig = BlockDeviceRig.Started(store);
        byte[] header = BlockChainBuilder.Header(BlockRequestType.GetExtents, 0);
        Assert.Equal(4097u, rig.Run(rig.Chains.Place(header, [], 4096, null)).Length);
        Assert.Equal(0u, rig.Run(rig.Chains.Place(header, [], 4112, null)).Length);
    }

    [Theory]
    [InlineData(Sectors, 16)]
    [InlineData(ulong.MaxValue, 16)]
    [InlineData(0, 0)]
    [InlineData(0, 15)]
    [InlineData(0, 24)]
    public void A_question_past_the_end_or_for_no_whole_entries_is_refused(ulong sector, int length)
    {
        byte[] header = BlockChainBuilder.Header(BlockRequestType.GetExtents, sector);
        PlacedRequest question = _rig.Chains.Place(header, [], length, null);
        Assert.Equal(length == 0 ? 1u : 0, _rig.Run(question).Length);
        Assert.Equal(BlockStatus.IoError, question.Status);
        Assert.All(question.Data, value => Assert.Equal(0xff, value));
    }

    [Fact]
    public void A_question_with_data_is_refused()
    {
        byte[] header = BlockChainBuilder.Header(BlockRequestType.GetExtents, 0);
        PlacedRequest question = _rig.Chains.Place(header, new byte[512], 16, null);
        _rig.Run(question);
        Assert.Equal(BlockStatus.IoError, question.Status);
    }

    [Fact]
    public void A_question_may_be_split_anywhere()
    {
        byte[] header = BlockChainBuilder.Header(BlockRequestType.GetExtents, 0);
        PlacedRequest question = _rig.Chains.Place(header, [], 48, static whole => Math.Min(whole, 5));
        Assert.Equal(49u, _rig.Run(question).Length);
        Assert.Equal([(10, 0), (10, 1), (10, 0)], Answer(question));
    }

    [Fact]
    public void A_store_that_can_not_tell_is_an_error_that_claims_no_data()
    {
        _store.Fault = 5;
        PlacedRequest question = Ask(0, entries: 2);
        Assert.Equal(0u, _rig.Run(question).Length);
        Assert.Equal(BlockStatus.IoError, question.Status);
        Assert.All(question.Data, value => Assert.Equal(0xff, value));
        Assert.Equal(5, _rig.Events.Completions.Last().Errno);
    }

    [Fact]
    public void Without_the_feature_the_type_is_unsupported()
    {
        using var rig = BlockDeviceRig.Started(new MemoryStore(8));
        byte[] header = BlockChainBuilder.Header(BlockRequestType.GetExtents, 0);
        PlacedRequest question = rig.Chains.Place(header, [], 16, null);
        rig.Run(question);
        Assert.Equal(BlockStatus.Unsupported, question.Status);
    }

    [Fact]
    public void A_driver_that_has_not_taken_the_feature_has_an_unsupported_type_and_one_that_takes_it_later_has_it()
    {
        _rig.BringUp(FeatureBits.Version1 | BlockFeatureBits.WriteZeroes);
        PlacedRequest question = Ask(0, entries: 1);
        _rig.Run(question);
        Assert.Equal(BlockStatus.Unsupported, question.Status);

        _rig.BringUp();
        question = Ask(0, entries: 1);
        _rig.Run(question);
        Assert.Equal(BlockStatus.Ok, question.Status);
    }

    /// <summary>256 entries of the largest answer would be as many questions to the store.</summary>
    [Fact]
    public void An_abandoned_question_asks_the_store_no_more()
    {
        int questions = 0;
        _store.Extents = sector =>
        {
            questions++;
            _rig.Device.Queue.Abandon();
            return new StoreExtent(512, IsHole: false);
        };
        _rig.Ring.MakeAvailable(Ask(0, entries: 256).Head);
        _rig.Worker.Process();
        Assert.Equal(1, questions);
        Assert.Equal(BlockRequestStatus.IoError, _rig.Events.Completions.Last().Status);
    }

    [Fact]
    public void A_question_allocates_nothing()
    {
        _rig.Events.Recording = false;
        ushort head = Ask(0, entries: 64).Head;
        int asked = 0;
        Assert.Equal(0, AllocationMeter.LeastBytes(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                _rig.Ring.MakeAvailable(head);
                asked += _rig.Worker.Process();
            }
        }));
        Assert.Equal((asked, 0), (_rig.Device.Metrics.ExtentQueries, _rig.Device.Metrics.Errors));
        Assert.InRange(asked, 1000, int.MaxValue);
    }

    private static (int Sectors, int Kind)[] Answer(PlacedRequest question) =>
    [
        .. question.Data.Chunk(16).Select(entry => (
            (int)BinaryPrimitives.ReadUInt64LittleEndian(entry),
            (int)BinaryPrimitives.ReadUInt64LittleEndian(entry.AsSpan(8)))),
    ];

    private PlacedRequest Ask(ulong sector, int entries) =>
        _rig.Chains.Place(BlockChainBuilder.Header(BlockRequestType.GetExtents, sector), [], entries * 16, null);
}
