using System.Buffers.Binary;
using Airlock.Protocol;
using Airlock.Vmm.Images;
using Airlock.Vmm.Tests.Images;

namespace Airlock.Vmm.Tests.Boot;

public class GuestLoaderTests
{
    [Fact]
    public void A_flat_binary_lies_at_0x10000_with_zeros_behind_it()
    {
        using var machine = new LoadedMachine([0x90, 0xf4]);
        byte[] room = machine.Bytes(0x1_0000, 0x1_0000);
        Assert.Equal([0x90, 0xf4], room[..2]);
        Assert.Equal(-1, room.AsSpan(2).IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void An_ELF_images_segments_lie_at_their_addresses()
    {
        using var machine = new LoadedMachine(ElfBuilder.Sound().Build());
        Assert.Equal([0xf4, 0], machine.Bytes(0x4_0000, 2));
        Assert.Equal([1, 2, 3, 0], machine.Bytes(0x5_0000, 4));
    }

    [Fact]
    public void The_boot_configuration_is_a_frame_at_0xf000()
    {
        using var machine = new LoadedMachine(LoadedMachine.Flat);
        int length = BinaryPrimitives.ReadUInt16LittleEndian(machine.Bytes(0xf000, 2));
        Assert.Equal(machine.Config, VmmConfig.Parser.ParseFrom(machine.Bytes(0xf002, length)));
    }

    [Fact]
    public void An_image_that_needs_more_RAM_is_refused_with_the_way_out()
    {
        byte[] image = ElfBuilder.Sound().With(ElfSegment.Data(0x7f_f000) with { MemoryLength = 0x1001 }).Build();
        var e = Assert.Throws<GuestImageException>(() => new LoadedMachine(image));
        Assert.Equal(
            "'guest' needs RAM up to 0x800001, where the machine has 0x800000; give it more with --memory.", e.Message);
    }

    [Fact]
    public void Page_0_and_the_stack_are_zero()
    {
        using var machine = new LoadedMachine(LoadedMachine.Flat);
        Assert.Equal(-1, machine.Bytes(0, 0x1000).AsSpan().IndexOfAnyExcept((byte)0));
        Assert.Equal(-1, machine.Bytes(0x2_0000, 0x1_0000).AsSpan().IndexOfAnyExcept((byte)0));
    }
}
