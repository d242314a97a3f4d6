using System;

namespace Airlock.Guest.Compression.Zstd;

/// <summary>The codes of sequences: baselines, extra bits, predefined distributions (RFC 8878, 3.1.1.3.2).</summary>
internal static class SequenceCode
{
    // With offsets up to 25 bits, a whole sequence fits into one read of 57 bits. An offset of more than 24 reaches
    // farther back than ZstdDecoder.MaxOutput.
    private const int MaxOffsetCode = 24;
    private const ulong OffsetTooFar = 1u << 31;

    private static ReadOnlySpan<uint> LiteralBases =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512,
        1024, 2048, 4096, 8192, 16384, 32768, 65536,
    ];

    private static ReadOnlySpan<byte> LiteralExtra =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
    ];

    private static ReadOnlySpan<uint> MatchBases =>
    [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
        33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539,
    ];

    private static ReadOnlySpan<byte> MatchExtra =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
    ];

    // Less than one is written -1.
    private static ReadOnlySpan<sbyte> LiteralCounts =>
    [
        4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1,
    ];

    private static ReadOnlySpan<sbyte> MatchCounts =>
    [
        1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
    ];

    private static ReadOnlySpan<sbyte> OffsetCounts =>
        [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1];

    /// <summary>The highest code.</summary>
    public static int MaxOf(CodeKind kind) => kind switch
    {
        CodeKind.LiteralLengths => 35,
        CodeKind.Offsets => 31,
        CodeKind.MatchLengths => 52,
        _ => ZstdAreas.HuffmanBits + 1,
    };

    /// <summary>The most bits that a table's index may have.</summary>
    public static int MaxLogOf(CodeKind kind) => kind switch
    {
        CodeKind.Offsets => 8,
        CodeKind.Weights => 6,
        _ => 9,
    };

    /// <summary>The predefined distribution, for a table of <see cref="DefaultLogOf"/> bits.</summary>
    public static ReadOnlySpan<sbyte> DefaultOf(CodeKind kind) => kind switch
    {
        CodeKind.LiteralLengths => LiteralCounts,
        CodeKind.Offsets => OffsetCounts,
        _ => MatchCounts,
    };

    /// <summary>The bits of the table's index.</summary>
    public static int DefaultLogOf(CodeKind kind) => kind == CodeKind.Offsets ? 5 : 6;

    /// <summary>The part of a table's entry that only the code decides.</summary>
    public static ulong EntryOf(CodeKind kind, int code) => kind switch
    {
        CodeKind.LiteralLengths => Entry(LiteralBases[code], LiteralExtra[code]),
        CodeKind.MatchLengths => Entry(MatchBases[code], MatchExtra[code]),
        CodeKind.Offsets => code > MaxOffsetCode ? Entry(OffsetTooFar, 0) : Entry(1u << code, code),
        _ => Entry((ulong)code, 0),
    };

    private static ulong Entry(ulong baseline, int extra) => (baseline << 32) | ((ulong)(uint)extra << 24);
}
