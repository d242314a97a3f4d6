using System.Runtime.CompilerServices;

namespace Airlock.Guest.Compression.Deflate;

/// <summary>
/// Entries of code tables. Bits 0 to 5 say how many bits of the stream go, extra bits included: a shift masks itself,
/// so the whole entry can be the count. Bits 8 to 15 say where the extra bits begin, or how wide the second table is.
/// From bit 16 on stands a length or distance less its extra bits, or where the second table begins. A literal has its
/// byte in bits 8 to 15 instead, that of a pair's second in bits 16 to 23, and the length of the first code in bits 24
/// to 27.
/// </summary>
internal static class CodeEntry
{
    /// <summary>One or two literals.</summary>
    public const uint Literal = 1u << 31;

    /// <summary>Two literals.</summary>
    public const uint Pair = 1u << 30;

    /// <summary>Neither literal nor length nor distance.</summary>
    public const uint Special = 1u << 6;

    /// <summary>Of special ones: not a second table, but the end.</summary>
    public const uint Stop = 1u << 7;

    /// <summary>The end of the block.</summary>
    public const uint EndOfBlock = Special | Stop;

    /// <summary>No symbol.</summary>
    public const uint Invalid = Special | Stop | InvalidMark;

    private const uint InvalidMark = 1u << 16;

    /// <summary>Whether it stands for literals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLiteral(uint entry) => (int)entry < 0;

    /// <summary>Whether it refers to a second table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsTable(uint entry) => (entry & (Literal | Special | Stop)) == Special;

    /// <summary>Of an entry that stops: what it means.</summary>
    public static InflateStatus Meaning(uint entry) =>
        (entry & InvalidMark) == 0 ? InflateStatus.Done : InflateStatus.BadSymbol;

    /// <summary>An entry that refers to a second table.</summary>
    public static uint Table(int start, int width, int primaryBits) =>
        ((uint)start << 16) | ((uint)width << 8) | Special | (uint)primaryBits;

    /// <summary>Where in the second table the code goes on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint InTable(uint entry, ulong bits) =>
        (entry >> 16) + (uint)(bits & ~(ulong.MaxValue << (int)(entry >> 8)));

    /// <summary>The length or distance, extra bits added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Value(uint entry, ulong bits) =>
        (entry >> 16) + (uint)((bits & ~(ulong.MaxValue << (int)entry)) >> (int)(entry >> 8));
}
