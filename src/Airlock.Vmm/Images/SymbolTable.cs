namespace Airlock.Vmm.Images;

/// <summary>Names of an image's functions by address, so that a fault can be reported with the method it is in.</summary>
internal sealed class SymbolTable
{
    private readonly ulong[] _addresses;
    private readonly Symbol[] _symbols;

    public SymbolTable(IEnumerable<Symbol> symbols)
    {
        _symbols = symbols.OrderBy(symbol => symbol.Address).ToArray();
        _addresses = Array.ConvertAll(_symbols, symbol => symbol.Address);
    }

    public static SymbolTable Empty { get; } = new([]);

    /// <summary>The function that an address lies in, as <c>name+0x1a</c>; null when there is none.</summary>
    public string? Describe(ulong address)
    {
        int index = Array.BinarySearch(_addresses, address);
        index = index >= 0 ? index : ~index - 1;
        if (index < 0 || address - _symbols[index].Address >= Math.Max(_symbols[index].Length, 1))
        {
            return null;
        }

        ulong offset = address - _symbols[index].Address;
        string name = MethodName.FromSymbol(_symbols[index].Name);
        return offset == 0 ? name : $"{name}+0x{offset:x}";
    }

    /// <summary>A function of the image.</summary>
    internal readonly record struct Symbol(ulong Address, ulong Length, string Name);
}
