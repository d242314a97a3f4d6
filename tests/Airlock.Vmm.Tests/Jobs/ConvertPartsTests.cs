using Airlock.Protocol;
using Airlock.Vmm.Jobs;
using Airlock.Vmm.Stores;
using FsCheck.Xunit;

namespace Airlock.Vmm.Tests.Jobs;

public class ConvertPartsTests
{
    [Property]
    public void Parts_follow_each_other_over_all_of_the_disk(uint mebibytes, ushort odd, byte machines)
    {
        ulong size = ((ulong)mebibytes << 20) + odd + 1;
        IReadOnlyList<DiskPart> parts = ConvertParts.Of(size, size, machines + 1);
        Assert.Equal(0ul, parts[0].Start);
        Assert.Equal(size, parts[^1].End);
        Assert.All(parts.Zip(parts.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
        Assert.All(parts, part => Assert.True(part.Length > 0 && part.Start % ConvertParts.Unit == 0));
        Assert.InRange(parts.Count, 1, 4 * (machines + 1));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(ConvertParts.Unit, 1)]
    [InlineData(ConvertParts.Unit + 1, 2)]
    [InlineData(100 * ConvertParts.Unit, 8)]
    public void A_small_disk_has_one_and_a_large_one_four_a_machine(ulong size, int expected) =>
        Assert.InRange(ConvertParts.Of(size, size, machines: 2).Count, expected - 1, expected);

    [Fact]
    public void A_disk_that_the_image_may_not_come_to_is_one_part_so_that_the_limit_is_one() =>
        Assert.Single(ConvertParts.Of(10 * ConvertParts.Unit, (10 * ConvertParts.Unit) - 1, machines: 4));

    [Fact]
    public void There_are_several_machines_by_default_only_where_there_is_something_to_decompress()
    {
        Assert.Equal(1, ConvertParts.DefaultMachines(new InfoResultMessage()));
        Assert.InRange(ConvertParts.DefaultMachines(new InfoResultMessage { Flags = (uint)InfoFlag.Compressed }), 1, 8);
    }
}
