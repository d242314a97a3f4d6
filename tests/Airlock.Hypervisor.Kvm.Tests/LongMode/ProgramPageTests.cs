using Airlock.Testing;

namespace Airlock.Hypervisor.Kvm.Tests.LongMode;

/// <summary>A program has the rights it asks for, segment by segment.</summary>
public class ProgramPageTests
{
    private const PageRights Data = PageRights.Read | PageRights.Write;
    private const PageRights Code = PageRights.Read | PageRights.Execute;

    [Fact]
    public void Each_segment_has_its_own_rights_and_all_else_is_data()
    {
        using var machine = new LoadedMachine(TestProgram.Of(
            TestProgram.Code(0x24_0000, 0x1001), TestProgram.Constants(0x25_0000), TestProgram.Data(0x26_0000)));
        for (ulong page = 0x1_0000; page < 0x40_0000; page += 0x1000)
        {
            PageRights expected = page switch
            {
                0x24_0000 or 0x24_1000 => Code,
                0x25_0000 => PageRights.Read,
                _ => Data,
            };
            Assert.Equal(PageMapping.User(page, expected), machine.Walk(page));
        }
    }

    [Fact]
    public void A_large_program_has_its_segments_and_its_stack_and_nothing_else_below_the_queues()
    {
        using var machine = new LoadedMachine(TestProgram.Of(
            TestProgram.Code(0x3_0000, 0x1001), TestProgram.Constants(0x5_0000), TestProgram.Data(0xf_f000)));
        for (ulong page = 0x1_0000; page < 0x20_0000; page += 0x1000)
        {
            PageRights? expected = page switch
            {
                0x3_0000 or 0x3_1000 => Code,
                0x5_0000 => PageRights.Read,
                (>= 0x2_0000 and < 0x3_0000) or >= 0xf_f000 => Data,
                _ => null,
            };
            Assert.Equal(expected is { } rights ? PageMapping.User(page, rights) : PageMapping.None, machine.Walk(page));
        }
    }

    /// <summary>Whatever segments an ELF image has: none of them is both, or it is no image.</summary>
    [Fact]
    public void No_page_can_be_both_written_and_executed()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            using var machine = new LoadedMachine(TestProgram.Random(seed));
            for (ulong page = 0; page < 1 << 30; page += page < TestProgram.DefaultRam ? 0x1000ul : 0x20_0000)
            {
                PageRights rights = machine.Walk(page).Rights;
                Assert.False(rights.HasFlag(PageRights.Write | PageRights.Execute), $"0x{page:x} of program {seed} is {rights}.");
            }
        }
    }

    [Theory]
    [InlineData(0x1_e000, false)] // ends below the guard page
    [InlineData(0x1_f000, true)] // fills it itself
    public void A_page_that_a_program_leaves_free_below_the_stack_is_its_guard(ulong lastSegment, bool mapped)
    {
        using var machine = new LoadedMachine(
            TestProgram.Of(TestProgram.Code(0x1_0000), TestProgram.Data(lastSegment)));
        Assert.Equal(mapped ? PageMapping.User(0x1_f000, Data) : PageMapping.None, machine.Walk(0x1_f000));
        Assert.Equal(PageMapping.User(0x2_0000, Data), machine.Walk(0x2_0000));
    }

    [Fact]
    public void Segments_above_2_MiB_split_only_their_own_region()
    {
        using var machine = new LoadedMachine(TestProgram.Of(TestProgram.Code(0x40_3000)));
        Assert.Equal(PageMapping.User(0x40_2000, Data), machine.Walk(0x40_2000));
        Assert.Equal(PageMapping.User(0x40_3000, Code), machine.Walk(0x40_3000));
        Assert.Equal(PageMapping.User(0x40_4000, Data), machine.Walk(0x40_4000));
        Assert.Equal(PageMapping.User(0x60_1234, Data), machine.Walk(0x60_1234));
    }

    [Fact]
    public void A_segment_may_reach_across_regions()
    {
        using var machine = new LoadedMachine(TestProgram.Of(TestProgram.Code(0x3f_f000, 0x2000)));
        Assert.Equal(PageMapping.User(0x3f_f000, Code), machine.Walk(0x3f_f000));
        Assert.Equal(PageMapping.User(0x40_0000, Code), machine.Walk(0x40_0000));
        Assert.Equal(PageMapping.User(0x40_1000, Data), machine.Walk(0x40_1000));
    }

    [Fact]
    public void Five_regions_of_2_MiB_can_have_rights_of_their_own()
    {
        const ulong lastCode = 4 * 0x20_0000 + TestProgram.EntryPoint;
        using var machine = new LoadedMachine(ProgramInRegions(5));
        Assert.Equal(PageMapping.User(lastCode, Code), machine.Walk(lastCode));
    }

    [Fact]
    public void A_sixth_is_refused_in_words()
    {
        var e = Assert.Throws<GuestProgramException>(() => new LoadedMachine(ProgramInRegions(6)));
        Assert.Equal(
            "The program asks for page rights in more than 5 regions of 2 MiB; link its segments closer together.",
            e.Message);
    }

    /// <summary>A page of code in each of the first regions of 2 MiB.</summary>
    private static GuestProgram ProgramInRegions(int count)
    {
        IEnumerable<ulong> addresses =
            Enumerable.Range(0, count).Select(region => (ulong)region * 0x20_0000 + TestProgram.EntryPoint);
        GuestProgram program = TestProgram.Of([.. addresses.Select(address => TestProgram.Code(address))]);
        return program with { MemoryBytes = 32 << 20 };
    }
}
