using Airlock.Testing;

namespace Airlock.Hypervisor.Tests;

/// <summary>A program has the rights it asks for, page by page, and all else is data.</summary>
public class AddressSpaceTests
{
    private const PageRights Data = PageRights.Read | PageRights.Write;
    private const PageRights Code = PageRights.Read | PageRights.Execute;
    private const ulong Below = 0xf000;

    [Fact]
    public void A_flat_binary_has_all_rights_up_to_the_stack() => AssertRanges(
        TestProgram.Flat,
        Below,
        new PageRange(0x1_0000, 0x1_0000, Data | PageRights.Execute),
        new PageRange(0x2_0000, TestProgram.DefaultRam - 0x2_0000, Data));

    [Fact]
    public void Each_segment_has_its_own_rights_up_to_the_end_of_its_last_page() => AssertRanges(
        TestProgram.Of(TestProgram.Data(0x26_0000), TestProgram.Code(0x24_0000, 0x1001), TestProgram.Constants(0x25_0000)),
        Below,
        new PageRange(0x1_0000, 0x23_0000, Data),
        new PageRange(0x24_0000, 0x2000, Code),
        new PageRange(0x24_2000, 0xe000, Data),
        new PageRange(0x25_0000, 0x1000, PageRights.Read),
        new PageRange(0x25_1000, 0xf000, Data),
        new PageRange(0x26_0000, 0x1000, Data),
        new PageRange(0x26_1000, TestProgram.DefaultRam - 0x26_1000, Data));

    [Fact]
    public void Around_the_segments_of_a_large_program_and_around_its_stack_nothing_is_mapped_below_the_queues() => AssertRanges(
        TestProgram.Of(TestProgram.Data(0x6_0000), TestProgram.Code(0x4_0000, 0x1001), TestProgram.Constants(0x5_0000)),
        Below,
        new PageRange(0x1_0000, 0x1_0000, PageRights.None),
        new PageRange(0x2_0000, 0x1_0000, Data),
        new PageRange(0x3_0000, 0x1_0000, PageRights.None),
        new PageRange(0x4_0000, 0x2000, Code),
        new PageRange(0x4_2000, 0xe000, PageRights.None),
        new PageRange(0x5_0000, 0x1000, PageRights.Read),
        new PageRange(0x5_1000, 0xf000, PageRights.None),
        new PageRange(0x6_0000, 0x1000, Data),
        new PageRange(0x6_1000, 0x9_f000, PageRights.None),
        new PageRange(0x10_0000, TestProgram.DefaultRam - 0x10_0000, Data));

    [Fact]
    public void A_large_program_may_begin_below_the_stack_and_reach_into_the_queues() => AssertRanges(
        TestProgram.Of(TestProgram.Code(0x1_0000), TestProgram.Data(0x3_0000, 0xe_0000)),
        Below,
        new PageRange(0x1_0000, 0x1000, Code),
        new PageRange(0x1_1000, 0xf000, PageRights.None),
        new PageRange(0x2_0000, 0x1_0000, Data),
        new PageRange(0x3_0000, 0xe_0000, Data),
        new PageRange(0x11_0000, TestProgram.DefaultRam - 0x11_0000, Data));

    [Fact]
    public void A_page_that_a_program_leaves_free_below_the_stack_is_its_guard() => AssertRanges(
        TestProgram.Of(TestProgram.Code(0x1_0000), TestProgram.Data(0x1_e000)),
        Below,
        new PageRange(0x1_0000, 0x1000, Code),
        new PageRange(0x1_1000, 0xd000, Data),
        new PageRange(0x1_e000, 0x1000, Data),
        new PageRange(0x1_f000, 0x1000, PageRights.None),
        new PageRange(0x2_0000, TestProgram.DefaultRam - 0x2_0000, Data));

    [Fact]
    public void Nothing_is_both_writable_and_executable_where_no_segment_is() => Assert.All(
        Enumerable.Range(0, 50).SelectMany(seed => Of(TestProgram.Random(seed), 0x14_1000)),
        range => Assert.False(range.Rights.HasFlag(PageRights.Write | PageRights.Execute), $"{range}"));

    [Fact]
    public void A_program_that_fills_the_page_below_the_stack_has_no_guard() =>
        AssertAllMapped(TestProgram.Of(TestProgram.Data(0x1_f000)));

    [Fact]
    public void A_program_that_lies_far_above_finds_all_of_RAM_mapped() =>
        AssertAllMapped(TestProgram.Of(TestProgram.Code(0x20_0000)));

    [Fact]
    public void A_boot_configuration_inside_the_space_is_constant() => AssertRanges(
        TestProgram.Flat,
        0x14_0000,
        new PageRange(0x1_0000, 0x1_0000, Data | PageRights.Execute),
        new PageRange(0x2_0000, 0x12_0000, Data),
        new PageRange(0x14_0000, 0x1000, PageRights.Read),
        new PageRange(0x14_1000, TestProgram.DefaultRam - 0x14_1000, Data));

    [Fact]
    public void A_segment_may_reach_to_the_end_of_RAM() => Assert.Equal(
        new PageRange(TestProgram.DefaultRam - 0x1000, 0x1000, Code),
        Of(TestProgram.Of(TestProgram.Code(TestProgram.DefaultRam - 0x1000)), Below)[^1]);

    [Fact]
    public void The_first_page_behind_the_ring_of_messages_is_free_by_default() =>
        Assert.Equal(0x14_1000ul, AddressSpace.FindFreePage(TestProgram.Flat));

    [Theory]
    [InlineData(0x14_1000, 0x1, 0x14_2000)]
    [InlineData(0x13_0000, 0x1_1001, 0x14_2000)]
    [InlineData(0x13_0000, 0x1_1000, 0x14_1000)]
    [InlineData(0x14_2000, 0x1000, 0x14_1000)]
    public void A_page_that_a_segment_touches_is_not_free(ulong address, ulong length, ulong free) =>
        Assert.Equal(free, AddressSpace.FindFreePage(TestProgram.Of(TestProgram.Data(address, length))));

    [Fact]
    public void A_program_that_leaves_no_page_is_refused_with_the_way_out()
    {
        var e = Assert.Throws<GuestProgramException>(
            () => AddressSpace.FindFreePage(TestProgram.Of(TestProgram.Data(0x10_0000, 0x50_0000))));
        Assert.Equal(
            "'guest' leaves no page between 0x141000 and 0x200000 for the boot configuration; link it elsewhere.",
            e.Message);
    }

    private static IReadOnlyList<PageRange> Of(GuestProgram program, ulong bootConfiguration) =>
        AddressSpace.Of(program, bootConfiguration);

    private static void AssertAllMapped(GuestProgram program) =>
        Assert.DoesNotContain(Of(program, Below), range => range.Rights == PageRights.None);

    private static void AssertRanges(GuestProgram program, ulong bootConfiguration, params PageRange[] expected) =>
        Assert.Equal(expected, Of(program, bootConfiguration));
}
