using Airlock.Hypervisor;
using Airlock.Vmm.Images;

namespace Airlock.Vmm.Tests.Images;

public class FlatImageTests
{
    private const int Room = 0x1_0000;

    [Fact]
    public void A_flat_binary_is_loaded_and_entered_at_0x10000()
    {
        GuestImage image = GuestImage.Parse(new byte[] { 0x90, 0xf4 }, "copy.bin");
        Assert.Equal(0x1_0000ul, image.EntryPoint);
        ProgramSegment segment = Assert.Single(image.Segments);
        Assert.Equal(0x1_0000ul, segment.Address);
        Assert.Equal([0x90, 0xf4], segment.Content.ToArray());
    }

    [Fact]
    public void All_its_room_up_to_the_stack_has_all_rights()
    {
        ProgramSegment segment = Assert.Single(GuestImage.Parse(new byte[1], "copy.bin").Segments);
        Assert.Equal(0x2_0000ul, segment.End);
        Assert.Equal(PageRights.Read | PageRights.Write | PageRights.Execute, segment.Rights);
    }

    [Fact]
    public void An_empty_file_is_no_image()
    {
        var e = Assert.Throws<GuestImageException>(() => GuestImage.Parse(default, "copy.bin"));
        Assert.Equal("'copy.bin' is empty, so it isn't a guest image.", e.Message);
    }

    [Fact]
    public void It_may_fill_all_64_KiB_below_the_stack() =>
        Assert.Equal(Room, Assert.Single(GuestImage.Parse(new byte[Room], "copy.bin").Segments).Content.Length);

    [Fact]
    public void One_byte_more_is_too_large()
    {
        var e = Assert.Throws<GuestImageException>(() => GuestImage.Parse(new byte[Room + 1], "copy.bin"));
        Assert.Equal(
            "'copy.bin' is too large for a flat guest image: 65537 bytes, where 65536 fit below the stack. "
            + "Link it as an ELF64 image.",
            e.Message);
    }
}
