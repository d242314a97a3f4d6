using System.Text;
using Airlock.Abi.Machine;
using Iced.Intel;

namespace Airlock.GuestKit.Tests;

public sealed class ImageTests
{
    // x86-64-v2, which every processor with hardware virtualization since 2009 has, and nothing that XCR0 must allow.
    private static readonly HashSet<CpuidFeature> s_allowedFeatures =
    [
        CpuidFeature.INTEL8086, CpuidFeature.INTEL8086_ONLY, CpuidFeature.INTEL186, CpuidFeature.INTEL286,
        CpuidFeature.INTEL386, CpuidFeature.INTEL486, CpuidFeature.X64, CpuidFeature.CMOV, CpuidFeature.CX8,
        CpuidFeature.MULTIBYTENOP, CpuidFeature.PAUSE, CpuidFeature.TSC, CpuidFeature.SSE, CpuidFeature.SSE2,
        CpuidFeature.SSE3, CpuidFeature.SSSE3, CpuidFeature.SSE4_1, CpuidFeature.SSE4_2, CpuidFeature.POPCNT,
        CpuidFeature.CMPXCHG16B,
    ];

    /// <summary>What the image guest uses where CPUID says that the processor has it (sha256.S).</summary>
    private static readonly HashSet<CpuidFeature> s_askedFor = [CpuidFeature.CPUID, CpuidFeature.SHA];

    /// <summary>Guests of the flat profile.</summary>
    public static TheoryData<string> Guests => ["Hello", "Unpack", "copy"];

    /// <summary>Guests of the large profile.</summary>
    public static TheoryData<string> LargeGuests => ["Sieve", "image"];

    public static TheoryData<string> AllGuests => [.. Guests, .. LargeGuests];

    [Theory]
    [MemberData(nameof(Guests))]
    public void The_entry_point_is_the_first_byte(string guest)
    {
        Assert.Equal(MemoryMap.ImageBase, Elf(guest).EntryPoint);
    }

    [Theory]
    [MemberData(nameof(LargeGuests))]
    public void A_large_program_begins_right_above_the_stack(string guest)
    {
        Assert.Equal(MemoryMap.LargeImageBase, Elf(guest).EntryPoint);
        Assert.Equal(MemoryMap.LargeImageBase, Elf(guest).Loaded.First().Address);
    }

    [Theory]
    [MemberData(nameof(LargeGuests))]
    public void A_large_program_lies_between_stack_and_queues_with_a_free_page_between_its_segments(string guest)
    {
        ElfSegment[] segments = [.. Elf(guest).Loaded];

        Assert.All(segments, segment => Assert.InRange(segment.End, segment.Address, MemoryMap.LargeImageEnd));
        Assert.All(
            segments.Zip(segments.Skip(1)),
            pair => Assert.True(pair.Second.Address >= PageEnd(pair.First) + MemoryMap.PageSize, $"{pair}"));
    }

    [Fact]
    public void Zeroed_data_of_a_large_program_are_not_in_its_file()
    {
        const ulong sieve = 400_000;
        ElfSegment data = Elf("Sieve").Loaded.Single(segment => segment.IsWritable);

        Assert.True(data.MemorySize > sieve, $"{data.MemorySize} bytes");
        Assert.InRange((ulong)Kit.Image("Sieve.elf").Length, 0UL, sieve / 4);
    }

    [Theory]
    [MemberData(nameof(LargeGuests))]
    public void A_large_program_has_no_flat_form(string guest) => Assert.False(Kit.HasImage(guest + ".bin"));

    [Theory]
    [MemberData(nameof(AllGuests))]
    public void No_page_is_both_writable_and_executable(string guest)
    {
        ElfFile elf = Elf(guest);

        Assert.DoesNotContain(elf.Segments, segment => segment.IsWritable && segment.IsExecutable);
        Assert.All(elf.Loaded, segment => Assert.Equal(0UL, segment.Address % MemoryMap.PageSize));
    }

    [Theory]
    [MemberData(nameof(Guests))]
    public void The_image_ends_a_page_below_the_stack(string guest)
    {
        Assert.All(
            Elf(guest).Loaded,
            segment =>
            {
                Assert.InRange(segment.Address, MemoryMap.ImageBase, MemoryMap.StackBottom);
                Assert.InRange(segment.End, segment.Address, MemoryMap.StackBottom - MemoryMap.PageSize);
            });
    }

    [Theory]
    [MemberData(nameof(Guests))]
    public void Flat_binary_and_elf_put_the_same_bytes_into_memory(string guest)
    {
        byte[] flat = Kit.Image(guest + ".bin");
        byte[] memory = new byte[flat.Length];
        foreach (ElfSegment segment in Elf(guest).Loaded)
        {
            // Nothing is left for a loader to clear: a flat binary has no way to ask for it.
            Assert.Equal(segment.MemorySize, (ulong)segment.Bytes.Length);
            segment.Bytes.CopyTo(memory, checked((int)(segment.Address - MemoryMap.ImageBase)));
        }

        Assert.Equal(memory, flat);
    }

    [Theory]
    [MemberData(nameof(Guests))]
    public void The_image_names_its_kit_behind_the_first_jump(string guest)
    {
        const int NoteOffset = 0x10;
        const int NoteHeaderLength = 12;
        ReadOnlySpan<byte> note = Kit.Image(guest + ".bin").AsSpan(NoteOffset + NoteHeaderLength);

        Assert.Equal("Airlock\0", Encoding.ASCII.GetString(note[..8]));
        Assert.Matches(@"^\d+\.\d+\.\d+\0$", Encoding.ASCII.GetString(note[8..14]));
    }

    [Theory]
    [MemberData(nameof(AllGuests))]
    public void Code_uses_nothing_above_x86_64_v2_and_nothing_privileged_but_hlt(string guest)
    {
        ElfSegment text = Elf(guest).Loaded.Single(segment => segment.IsExecutable);
        HashSet<CpuidFeature> allowed = [.. s_allowedFeatures, .. guest == "image" ? s_askedFor : []];
        foreach (Instruction instruction in Disassemble(text))
        {
            Assert.False(instruction.IsInvalid, $"not an instruction at {instruction.IP:x}");
            Assert.All(instruction.CpuidFeatures, feature => Assert.Contains(feature, allowed));
            Assert.True(
                !instruction.IsPrivileged || instruction.Mnemonic is Mnemonic.Hlt or Mnemonic.In or Mnemonic.Out,
                $"privileged at {instruction.IP:x}: {instruction}");
        }
    }

    [Theory]
    [InlineData("link.ld", "airlock_image_base", MemoryMap.ImageBase)]
    [InlineData("link.ld", "airlock_image_limit", MemoryMap.StackBottom - MemoryMap.PageSize)]
    [InlineData("link.large.ld", "airlock_image_base", MemoryMap.LargeImageBase)]
    [InlineData("link.large.ld", "airlock_image_limit", MemoryMap.LargeImageEnd)]
    [InlineData("link.large.ld", "airlock_segment_gap", MemoryMap.PageSize)]
    [InlineData("link.sections.ld", "airlock_stack_bottom", MemoryMap.StackBottom)]
    [InlineData("link.sections.ld", "airlock_stack_top", MemoryMap.StackTop)]
    public void Linker_script_and_memory_map_agree(string file, string symbol, ulong address)
    {
        string script = File.ReadAllText(Path.Combine(Kit.Directory, file));

        Assert.Contains($"\n{symbol} = 0x{address:x};", script, StringComparison.Ordinal);
    }

    private static ulong PageEnd(ElfSegment segment) =>
        (segment.End + MemoryMap.PageSize - 1) & ~(MemoryMap.PageSize - 1);

    /// <summary>The core library only holds their place; a loop would take zstd to a third of its rate.</summary>
    [Fact]
    public void Zeroes_before_and_behind_a_number_are_counted_by_instructions()
    {
        ElfSegment text = Elf("Unpack").Loaded.Single(segment => segment.IsExecutable);
        HashSet<Mnemonic> used = [.. Disassemble(text).Select(instruction => instruction.Mnemonic)];
        Assert.Superset(new HashSet<Mnemonic> { Mnemonic.Bsf, Mnemonic.Bsr, Mnemonic.Rol }, used);
    }

    private static ElfFile Elf(string guest) => new(Kit.Image(guest + ".elf"));

    // The note stands between the first jump and the code proper.
    private static IEnumerable<Instruction> Disassemble(ElfSegment text)
    {
        const int CodeOffset = 0x40;
        var decoder = Iced.Intel.Decoder.Create(64, text.Bytes.AsSpan(CodeOffset).ToArray());
        decoder.IP = text.Address + CodeOffset;
        while (decoder.IP < text.Address + (ulong)text.Bytes.Length)
        {
            yield return decoder.Decode();
        }
    }
}
