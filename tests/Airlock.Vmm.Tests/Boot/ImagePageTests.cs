using Airlock.Hypervisor;
using Airlock.Vmm.Images;
using Airlock.Vmm.Tests.Images;

namespace Airlock.Vmm.Tests.Boot;

/// <summary>An ELF image has the rights it asks for, segment by segment.</summary>
public class ImagePageTests
{
    private const PageRights Data = PageRights.Read | PageRights.Write | PageRights.User;
    private const PageRights Code = PageRights.Read | PageRights.Execute | PageRights.User;
    private const PageRights Constants = PageRights.Read | PageRights.User;

    [Fact]
    public void Each_segment_has_its_own_rights_and_all_else_is_data()
    {
        byte[] image = new ElfBuilder()
            .With(ElfSegment.Code(ElfBuilder.EntryPoint) with { MemoryLength = 0x1001 })
            .With(new ElfSegment(0x5_0000, ElfSegment.Readable, [1]))
            .With(ElfSegment.Data(0x6_0000))
            .Build();
        using var machine = new LoadedMachine(image);
        for (ulong page = 0x1_0000; page < 0x20_0000; page += 0x1000)
        {
            PageRights expected = page switch
            {
                0x4_0000 or 0x4_1000 => Code,
                0x5_0000 => Constants,
                _ => Data,
            };
            Assert.Equal(new PageMapping(page, expected), machine.Walk(page));
        }
    }

    [Theory]
    [InlineData(0x1_e000, false)] // ends below the guard page
    [InlineData(0x1_f000, true)] // fills it itself
    public void A_page_that_an_image_leaves_free_below_the_stack_is_its_guard(ulong lastSegment, bool mapped)
    {
        byte[] image = new ElfBuilder { Entry = 0x1_0000 }
            .With(ElfSegment.Code(0x1_0000))
            .With(ElfSegment.Data(lastSegment))
            .Build();
        using var machine = new LoadedMachine(image);
        Assert.Equal(mapped ? Data : PageRights.None, machine.Walk(0x1_f000).Rights);
        Assert.Equal(Data, machine.Walk(0x2_0000).Rights);
    }

    [Fact]
    public void Segments_above_2_MiB_split_only_their_own_region()
    {
        byte[] image = new ElfBuilder { Entry = 0x40_3000 }.With(ElfSegment.Code(0x40_3000)).Build();
        using var machine = new LoadedMachine(image);
        Assert.Equal(Data, machine.Walk(0x40_2000).Rights);
        Assert.Equal(Code, machine.Walk(0x40_3000).Rights);
        Assert.Equal(Data, machine.Walk(0x40_4000).Rights);
        Assert.Equal(new PageMapping(0x60_1234, Data), machine.Walk(0x60_1234));
    }

    [Fact]
    public void A_segment_may_reach_across_regions()
    {
        byte[] image = new ElfBuilder { Entry = 0x3f_f000 }
            .With(ElfSegment.Code(0x3f_f000) with { MemoryLength = 0x2000 })
            .Build();
        using var machine = new LoadedMachine(image);
        Assert.Equal(Code, machine.Walk(0x3f_f000).Rights);
        Assert.Equal(Code, machine.Walk(0x40_0000).Rights);
        Assert.Equal(Data, machine.Walk(0x40_1000).Rights);
    }

    [Fact]
    public void Five_regions_of_2_MiB_can_have_rights_of_their_own()
    {
        using var machine = new LoadedMachine(ImageInRegions(5), ramSize: 32 << 20);
        Assert.Equal(Code, machine.Walk(4 * 0x20_0000 + 0x4_0000).Rights);
    }

    [Fact]
    public void A_sixth_is_refused_in_words()
    {
        var e = Assert.Throws<GuestImageException>(() => new LoadedMachine(ImageInRegions(6), ramSize: 32 << 20));
        Assert.Equal(
            "The guest image asks for page rights in more than 5 regions of 2 MiB; link its segments closer together.",
            e.Message);
    }

    /// <summary>A page of code in each of the first regions of 2 MiB.</summary>
    private static byte[] ImageInRegions(ulong count)
    {
        var builder = new ElfBuilder();
        for (ulong region = 0; region < count; region++)
        {
            builder.With(ElfSegment.Code(region * 0x20_0000 + ElfBuilder.EntryPoint));
        }

        return builder.Build();
    }
}
