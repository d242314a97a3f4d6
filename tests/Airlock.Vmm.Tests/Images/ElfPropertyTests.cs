using Airlock.Abi.Machine;
using Airlock.Vmm.Images;
using FsCheck.Xunit;

namespace Airlock.Vmm.Tests.Images;

/// <summary>Whatever the bytes are, they are an image that keeps the rules, or none.</summary>
public class ElfPropertyTests
{
    private static readonly byte[] s_sound = ElfBuilder.Sound().WithFunction(ElfBuilder.EntryPoint, 1, "start").Build();

    [Property(MaxTest = 1000)]
    public void Random_bytes_are_an_image_or_none(byte[] bytes) => Parse(bytes);

    [Property(MaxTest = 1000)]
    public void Random_bytes_behind_the_magic_are_an_image_or_none(byte[] bytes) =>
        Parse([.. "\u007fELF\u0002\u0001"u8, .. bytes]);

    [Property(MaxTest = 5000)]
    public void A_sound_image_with_some_bytes_changed_is_an_image_or_none((ushort Position, byte Value)[] changes)
    {
        byte[] file = [.. s_sound];
        foreach ((ushort position, byte value) in changes)
        {
            file[position % file.Length] = value;
        }

        Parse(file);
    }

    [Property(MaxTest = 5000)]
    public void A_sound_image_with_a_header_field_changed_is_an_image_or_none(ushort position, ulong value, byte shift)
    {
        const int headers = 64 + 2 * 56;
        byte[] file = [.. s_sound];
        BitConverter.TryWriteBytes(file.AsSpan(position % headers), value << shift);
        Parse(file);
    }

    /// <summary>Wherever the second segment lies, by both of its addresses: one that has two is refused for that alone.</summary>
    [Property(MaxTest = 5000)]
    public void A_sound_image_with_a_segment_elsewhere_is_an_image_or_none(uint distance, uint length, bool isFromTheEnd)
    {
        const int header = 64 + 56, address = header + 16, physical = header + 24, memoryLength = header + 40;
        byte[] file = [.. s_sound];
        ulong place = distance / MemoryMap.PageSize * MemoryMap.PageSize;
        place = isFromTheEnd ? 0 - place : place;
        BitConverter.TryWriteBytes(file.AsSpan(address), place);
        BitConverter.TryWriteBytes(file.AsSpan(physical), place);
        BitConverter.TryWriteBytes(file.AsSpan(memoryLength), length % (2 * MemoryMap.MaxRamSize));
        Parse(file);
    }

    [Fact]
    public void A_sound_image_cut_anywhere_is_an_image_or_none()
    {
        for (int length = 0; length <= s_sound.Length; length++)
        {
            Parse(s_sound[..length]);
        }
    }

    private static void Parse(byte[] file)
    {
        GuestImage image;
        try
        {
            image = GuestImage.Parse(file, "guest");
        }
        catch (GuestImageException e)
        {
            Assert.StartsWith("'guest'", e.Message, StringComparison.Ordinal);
            return;
        }

        Assert.All(image.Segments, segment =>
        {
            Assert.InRange(segment.Address, MemoryMap.ImageBase, MemoryMap.MaxRamSize);
            Assert.InRange(segment.End, segment.Address, MemoryMap.MaxRamSize);
            Assert.True((ulong)segment.Content.Length <= segment.MemoryLength);
        });
        Assert.Contains(image.Segments, s => image.EntryPoint >= s.Address && image.EntryPoint < s.End);
    }
}
