namespace Airlock.Guest.Compression.Deflate;

/// <summary>What an entry says of its symbol (RFC 1951, 3.2.5), code lengths aside.</summary>
internal static class SymbolEntry
{
    private const uint EndOfBlockSymbol = 256;
    private const uint LengthSymbols = 29;
    private const uint DistanceSymbols = 30;
    private const uint MinLength = 3;
    private const uint MaxLength = 258;

    /// <summary>
    /// The entry of a symbol, with its extra bits as the bits to use; those of the code are to be added.
    /// </summary>
    public static uint Of(CodeKind kind, uint symbol) => kind switch
    {
        CodeKind.Precode => symbol << 16,
        CodeKind.Literals => LiteralOrLength(symbol),
        _ => Distance(symbol),
    };

    /// <summary>The entry with the bits of the code.</summary>
    public static uint WithCode(uint entry, int length)
    {
        int place = CodeEntry.IsLiteral(entry) ? 24 : 8;
        return (entry + (uint)length) | ((uint)length << place);
    }

    private static uint LiteralOrLength(uint symbol)
    {
        if (symbol < EndOfBlockSymbol)
        {
            return CodeEntry.Literal | (symbol << 8);
        }

        return symbol == EndOfBlockSymbol ? CodeEntry.EndOfBlock : Length(symbol - EndOfBlockSymbol - 1);
    }

    // Eight lengths of their own, then four for each further extra bit; the last one, 258, has none.
    private static uint Length(uint index)
    {
        if (index >= LengthSymbols)
        {
            return CodeEntry.Invalid;
        }

        if (index == LengthSymbols - 1)
        {
            return MaxLength << 16;
        }

        int extra = index < 8 ? 0 : (int)(index >> 2) - 1;
        uint first = index < 8 ? index : (4 + (index & 3)) << extra;
        return ((MinLength + first) << 16) | (uint)extra;
    }

    // Four distances of their own, then two for each further extra bit.
    private static uint Distance(uint symbol)
    {
        if (symbol >= DistanceSymbols)
        {
            return CodeEntry.Invalid;
        }

        int extra = symbol < 4 ? 0 : (int)(symbol >> 1) - 1;
        uint first = symbol < 4 ? symbol : (2 + (symbol & 1)) << extra;
        return ((1 + first) << 16) | (uint)extra;
    }
}
