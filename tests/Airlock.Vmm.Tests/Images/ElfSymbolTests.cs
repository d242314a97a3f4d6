using Airlock.Vmm.Images;

namespace Airlock.Vmm.Tests.Images;

/// <summary>Symbols are a help for people: with broken ones, or none, an image runs all the same.</summary>
public class ElfSymbolTests
{
    private const ulong Entry = ElfBuilder.EntryPoint;

    [Fact]
    public void Functions_are_found_by_address()
    {
        GuestImage image = Parse(ElfBuilder.Sound()
            .WithFunction(Entry, 0x10, "Copy_Program__Main")
            .WithFunction(Entry + 0x10, 8, "memcpy"));
        Assert.Equal("Copy.Program.Main", image.Symbols.Describe(Entry));
        Assert.Equal("Copy.Program.Main+0xf", image.Symbols.Describe(Entry + 0xf));
        Assert.Equal("memcpy", image.Symbols.Describe(Entry + 0x10));
    }

    [Fact]
    public void Variables_are_no_methods() =>
        Assert.Null(Parse(ElfBuilder.Sound().WithVariable(Entry, 0x10, "table")).Symbols.Describe(Entry));

    [Fact]
    public void An_image_without_symbols_names_nothing() =>
        Assert.Null(Parse(ElfBuilder.Sound()).Symbols.Describe(Entry));

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(0x10_0000)]
    public void Section_headers_outside_the_file_cost_only_the_names(ulong offset)
    {
        ElfBuilder builder = new ElfBuilder { SectionHeaders = offset }
            .With(ElfSegment.Code(Entry))
            .WithFunction(Entry, 1, "start");
        Assert.Null(Parse(builder).Symbols.Describe(Entry));
    }

    [Fact]
    public void A_name_without_end_is_cut()
    {
        const int longestName = 1024;
        GuestImage image = Parse(ElfBuilder.Sound().WithFunction(Entry, 1, new string('x', 1 << 20)));
        Assert.Equal(longestName, image.Symbols.Describe(Entry)?.Length);
    }

    private static GuestImage Parse(ElfBuilder builder) => GuestImage.Parse(builder.Build(), "guest.elf");
}
