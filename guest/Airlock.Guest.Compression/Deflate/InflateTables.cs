using System;
using System.Runtime.InteropServices;

namespace Airlock.Guest.Compression.Deflate;

/// <summary>The parts of the workspace, in words of 4 bytes.</summary>
internal readonly ref struct InflateTables
{
    /// <summary>Bits that the first look into the table of literals and lengths takes.</summary>
    public const int LiteralBits = 11;

    /// <summary>Bits that the first look into the table of distances takes.</summary>
    public const int DistanceBits = 8;

    /// <summary>Codes of code lengths have up to 7 bits (RFC 1951, 3.2.7).</summary>
    public const int PrecodeBits = 7;

    /// <summary>Where the table of distances begins; that of literals and lengths is at 0.</summary>
    public const int DistanceStart = LiteralWords;

    /// <summary>All of the workspace.</summary>
    public const int Words = SortedStart + SortedWords;

    // With codes of up to 15 bits, no complete code of 288 symbols needs more than 2342 entries beside a first table of
    // 11 bits, and none of 32 symbols more than 402 beside one of 8: zlib's examples/enough.c counts them.
    private const int LiteralWords = 2344;
    private const int DistanceWords = 404;

    private const int PrecodeStart = DistanceStart + DistanceWords;
    private const int PrecodeWords = 1 << PrecodeBits;
    private const int LengthsStart = PrecodeStart + PrecodeWords;
    private const int LengthsWords = 320 / sizeof(uint);
    private const int SortedStart = LengthsStart + LengthsWords;
    private const int SortedWords = 288;

    /// <param name="workspace">At least <see cref="Words"/>; out of range if it is smaller.</param>
    public InflateTables(Span<uint> workspace)
    {
        All = workspace.Slice(0, Words);
    }

    /// <summary>All parts.</summary>
    public Span<uint> All { get; }

    /// <summary>Entries for literals and lengths.</summary>
    public Span<uint> Literals => All.Slice(0, LiteralWords);

    /// <summary>Entries for distances.</summary>
    public Span<uint> Distances => All.Slice(DistanceStart, DistanceWords);

    /// <summary>Entries for code lengths.</summary>
    public Span<uint> Precode => All.Slice(PrecodeStart, PrecodeWords);

    /// <summary>The code lengths of a block, those of literals and lengths first.</summary>
    public Span<byte> Lengths => MemoryMarshal.AsBytes(All.Slice(LengthsStart, LengthsWords));

    /// <summary>Room to put symbols in order.</summary>
    public Span<uint> Sorted => All.Slice(SortedStart, SortedWords);
}
