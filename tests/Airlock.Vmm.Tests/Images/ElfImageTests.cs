using Airlock.Hypervisor;
using Airlock.Vmm.Images;

namespace Airlock.Vmm.Tests.Images;

public class ElfImageTests
{
    [Fact]
    public void A_sound_image_has_its_entry_point_and_its_segments()
    {
        GuestImage image = GuestImage.Parse(ElfBuilder.Sound().Build(), "guest.elf");

        Assert.Equal("guest.elf", image.Name);
        Assert.Equal(ElfBuilder.EntryPoint, image.EntryPoint);
        Assert.Collection(
            image.Segments,
            code => AssertSegment(code, 0x4_0000, [0xf4], PageRights.Read | PageRights.Execute),
            data => AssertSegment(data, 0x5_0000, [1, 2, 3], PageRights.Read | PageRights.Write));
    }

    [Fact]
    public void A_segment_without_write_and_execute_is_read_only()
    {
        var constants = new ElfSegment(0x6_0000, ElfSegment.Readable, [7]);
        GuestImage image = GuestImage.Parse(ElfBuilder.Sound().With(constants).Build(), "guest.elf");
        Assert.Equal(PageRights.Read, image.Segments[2].Rights);
    }

    [Fact]
    public void Headers_of_other_types_and_empty_segments_are_passed_over()
    {
        const uint note = 4;
        byte[] file = ElfBuilder.Sound()
            .With(new ElfSegment(0, 7, []) { Type = note, FileOffset = ulong.MaxValue })
            .With(new ElfSegment(0, 7, []))
            .Build();
        Assert.Equal(2, GuestImage.Parse(file, "guest.elf").Segments.Count);
    }

    [Fact]
    public void The_entry_point_may_be_anywhere_in_the_code()
    {
        const ulong last = ElfBuilder.EntryPoint + 0xfff;
        byte[] file = new ElfBuilder { Entry = last }.With(ElfSegment.Code(ElfBuilder.EntryPoint)).Build();
        Assert.Equal(last, GuestImage.Parse(file, "guest.elf").EntryPoint);
    }

    [Theory]
    [InlineData(0x1_0000)]
    [InlineData(0x1_f000)]
    [InlineData(0x3_0000)]
    [InlineData(0xfff_f000)]
    public void A_segment_may_fill_any_page_of_the_guest_up_to_the_stack_and_behind_it(ulong address)
    {
        byte[] file = new ElfBuilder { Entry = address }.With(ElfSegment.Code(address)).Build();
        Assert.Equal(address, Assert.Single(GuestImage.Parse(file, "guest.elf").Segments).Address);
    }

    [Fact]
    public void The_shipped_copy_guest_starts_in_code_whose_methods_have_names()
    {
        GuestImage copy = GuestImage.Copy;
        ProgramSegment code = Assert.Single(copy.Segments, segment => segment.Rights.HasFlag(PageRights.Execute));
        Assert.Equal(PageRights.Read | PageRights.Execute, code.Rights);
        Assert.InRange(copy.EntryPoint, code.Address, code.End - 1);
        Assert.Contains(
            Enumerable.Range(0, code.Content.Length).Select(i => copy.Symbols.Describe(code.Address + (ulong)i)),
            name => name is not null && name.StartsWith("copy.Airlock.Copy.CopyProgram", StringComparison.Ordinal));
    }

    private static void AssertSegment(ProgramSegment segment, ulong address, byte[] content, PageRights rights)
    {
        Assert.Equal(address, segment.Address);
        Assert.Equal(content, segment.Content.ToArray());
        Assert.Equal(0x1000ul, segment.MemoryLength);
        Assert.Equal(rights, segment.Rights);
    }
}
