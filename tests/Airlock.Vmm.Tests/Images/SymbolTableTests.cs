using Airlock.Vmm.Images;

namespace Airlock.Vmm.Tests.Images;

public class SymbolTableTests
{
    private static readonly SymbolTable s_table = new(
    [
        new SymbolTable.Symbol(0x3000, 0, "stub"),
        new SymbolTable.Symbol(0x1000, 0x100, "first"),
        new SymbolTable.Symbol(0x2000, 0x80, "second"),
    ]);

    [Theory]
    [InlineData(0x1000, "first")]
    [InlineData(0x1001, "first+0x1")]
    [InlineData(0x10ff, "first+0xff")]
    [InlineData(0x2000, "second")]
    [InlineData(0x207f, "second+0x7f")]
    public void An_address_in_a_function_is_named_with_its_offset(ulong address, string name) =>
        Assert.Equal(name, s_table.Describe(address));

    [Theory]
    [InlineData(0)]
    [InlineData(0xfff)]
    [InlineData(0x1100)]
    [InlineData(0x2080)]
    [InlineData(ulong.MaxValue)]
    public void An_address_between_functions_has_no_name(ulong address) => Assert.Null(s_table.Describe(address));

    [Fact]
    public void A_function_without_a_size_is_known_by_its_first_byte()
    {
        Assert.Equal("stub", s_table.Describe(0x3000));
        Assert.Null(s_table.Describe(0x3001));
    }

    [Fact]
    public void An_empty_table_names_nothing() => Assert.Null(SymbolTable.Empty.Describe(0x1000));

    [Theory]
    [InlineData("Copy_Program__Main", "Copy.Program.Main")]
    [InlineData("Copy_Airlock_Guest_BlockQueue__Take_Next", "Copy.Airlock.Guest.BlockQueue.Take_Next")]
    [InlineData("memcpy", "memcpy")]
    [InlineData("_start", "_start")]
    [InlineData("__managed__Main", "__managed__Main")]
    [InlineData("", "")]
    public void A_method_is_named_as_in_its_source(string symbol, string name) =>
        Assert.Equal(name, MethodName.FromSymbol(symbol));
}
