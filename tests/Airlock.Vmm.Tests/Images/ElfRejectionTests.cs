using Airlock.Vmm.Images;

namespace Airlock.Vmm.Tests.Images;

/// <summary>What an ELF file may not be, and the sentence that says so.</summary>
public class ElfRejectionTests
{
    private const ulong Entry = ElfBuilder.EntryPoint;

    [Fact]
    public void A_32_bit_file_is_not_for_x86_64() =>
        AssertRejected(new ElfBuilder { Class = 1 }, "'guest.elf' is an ELF file, but none for x86-64.");

    [Fact]
    public void A_big_endian_file_is_not_for_x86_64() =>
        AssertRejected(new ElfBuilder { Encoding = 2 }, "'guest.elf' is an ELF file, but none for x86-64.");

    [Fact]
    public void A_file_for_another_machine_is_not_for_x86_64() =>
        AssertRejected(new ElfBuilder { Machine = 183 }, "'guest.elf' is an ELF file, but none for x86-64.");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_object_or_a_position_independent_file_is_no_executable(ushort type) => AssertRejected(
        new ElfBuilder { Type = type },
        $"'guest.elf' is no statically linked ELF executable (its type is {type}, not 2).");

    [Fact]
    public void A_segment_may_not_be_writable_and_executable() => AssertRejected(
        new ElfBuilder().With(ElfSegment.Code(Entry) with { Flags = 7 }),
        "'guest.elf': the segment at 0x40000 is writable and executable; it may be one of them.");

    /// <summary>Its code uses it at the one, and a loader that goes by the other would put it there.</summary>
    [Theory]
    [InlineData(0x5_0000)]
    [InlineData(0)]
    public void A_segment_has_one_address(ulong physical) => AssertRejected(
        new ElfBuilder().With(ElfSegment.Code(Entry)).With(ElfSegment.Data(0x6_0000) with { PhysicalAddress = physical }),
        $"'guest.elf': the segment at 0x60000 has another physical address, 0x{physical:x}; link it without AT().");

    [Fact]
    public void A_segment_starts_on_a_page() => AssertRejected(
        new ElfBuilder().With(ElfSegment.Code(Entry + 0x10)),
        "'guest.elf': the segment at 0x40010 isn't page-aligned, or larger in the file than in memory.");

    [Fact]
    public void A_segment_is_not_larger_in_the_file_than_in_memory() => AssertRejected(
        new ElfBuilder().With(ElfSegment.Code(Entry) with { FileLength = 2, MemoryLength = 1 }),
        "'guest.elf': the segment at 0x40000 isn't page-aligned, or larger in the file than in memory.");

    [Theory]
    [InlineData(0x0, 0x1000)] // the page that is not mapped
    [InlineData(0xf000, 0x1000)] // the boot configuration
    [InlineData(0x1000_0000, 0x1000)] // the device windows
    [InlineData(0x0fff_f000, 0x1001)] // runs into them
    [InlineData(0x4_0000, 0x1000_0000)] // larger than any RAM behind its start
    [InlineData(0x4_0000, ulong.MaxValue)]
    [InlineData(0xffff_ffff_ffff_f000, 0x1000)] // wraps to 0
    [InlineData(0xffff_ffff_ffff_f000, 0x5_0000)] // wraps into the image's own room
    [InlineData(0x2_0000, 0x1000)] // the stack
    [InlineData(0x2_f000, 0x1000)]
    [InlineData(0x1_0000, 0x1_0001)] // grows into the stack
    [InlineData(0x1_0000, 0x8_0000)] // swallows it
    public void A_segment_lies_where_a_guest_may_fill_memory(ulong address, ulong length) => AssertRejected(
        new ElfBuilder().With(ElfSegment.Code(address) with { MemoryLength = length }),
        $"'guest.elf': the segment at 0x{address:x} ({length} bytes) lies outside what a guest may fill: "
        + "RAM from 0x10000 on, but for the stack.");

    [Theory]
    [InlineData(0x4_0000)]
    [InlineData(0x4_1000)]
    [InlineData(0x3_f000)]
    public void Two_segments_share_no_page(ulong other) => AssertRejected(
        new ElfBuilder()
            .With(ElfSegment.Code(Entry) with { MemoryLength = 0x1001 })
            .With(ElfSegment.Data(other) with { MemoryLength = 0x1001 }),
        $"'guest.elf': the segment at 0x{other:x} shares a page with another one.");

    [Theory]
    [InlineData(0x3_ffff)]
    [InlineData(0x4_1000)]
    [InlineData(0x5_0000)] // data
    [InlineData(0)]
    [InlineData(ulong.MaxValue)]
    public void The_entry_point_lies_in_an_executable_segment(ulong entry) => AssertRejected(
        new ElfBuilder { Entry = entry }.With(ElfSegment.Code(Entry)).With(ElfSegment.Data(0x5_0000)),
        $"'guest.elf': its entry point 0x{entry:x} lies in no executable segment.");

    [Fact]
    public void A_file_without_segments_has_no_entry_point() =>
        AssertRejected(new ElfBuilder(), "'guest.elf': its entry point 0x40000 lies in no executable segment.");

    [Theory]
    [InlineData(4)]
    [InlineData(63)]
    public void A_file_that_ends_in_its_header_is_rejected(int length) =>
        AssertRejected(ElfBuilder.Sound().Build()[..length], "'guest.elf': its ELF header lies outside the file.");

    [Fact]
    public void A_file_that_ends_in_its_program_headers_is_rejected() =>
        AssertRejected(
            ElfBuilder.Sound().Build()[..(64 + 55)], "'guest.elf': its program header lies outside the file.");

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(ulong.MaxValue - 55)] // its end wraps to 0
    [InlineData(0x8000_0000_0000_0000)]
    [InlineData(0x1_0000_0000)] // 0 as 32 bits
    public void A_table_of_program_headers_far_outside_the_file_is_rejected(ulong offset) => AssertRejected(
        new ElfBuilder { ProgramHeaders = offset }.With(ElfSegment.Code(Entry)),
        "'guest.elf': its program header lies outside the file.");

    [Fact]
    public void More_program_headers_than_the_file_holds_are_rejected() => AssertRejected(
        new ElfBuilder { ProgramHeaderCount = ushort.MaxValue }.With(ElfSegment.Code(Entry)),
        "'guest.elf': its program header lies outside the file.");

    [Theory]
    [InlineData(ulong.MaxValue, 1)]
    [InlineData(ulong.MaxValue - 0xfff, 0x1000)] // its end wraps to 0
    [InlineData(0x1_0000_0040, 1)] // inside as 32 bits
    [InlineData(64, 0x1000)]
    public void A_segment_whose_bytes_lie_outside_the_file_is_rejected(ulong offset, ulong length) => AssertRejected(
        new ElfBuilder().With(ElfSegment.Code(Entry) with { FileOffset = offset, FileLength = length }),
        "'guest.elf': its segment lies outside the file.");

    private static void AssertRejected(ElfBuilder builder, string sentence) =>
        AssertRejected(builder.Build(), sentence);

    private static void AssertRejected(byte[] file, string sentence)
    {
        var e = Assert.Throws<GuestImageException>(() => GuestImage.Parse(file, "guest.elf"));
        Assert.Equal(sentence, e.Message);
    }
}
