using System;

namespace Airlock.Guest.Compression.Zstd;

/// <summary>The parts of the workspace.</summary>
internal readonly unsafe struct ZstdAreas
{
    // SAFETY: the caller has pinned a workspace of Length bytes, and each part lies inside: its span or length is here,
    // too.

    /// <summary>All of the workspace, in bytes.</summary>
    public const int Length = LiteralsStart + MaxBlock + Margin;

    /// <summary>The largest block, in bytes (RFC 8878, 3.1.1.2.4).</summary>
    public const int MaxBlock = 128 << 10;

    /// <summary>Bytes behind the literals that may be read.</summary>
    public const int Margin = 32;

    /// <summary>How many sequences are decoded before they are executed.</summary>
    public const int Batch = 256;

    /// <summary>The largest FSE tables have 9 bits (RFC 8878, 3.1.1.3.2.1).</summary>
    public const int FseEntries = 512;

    /// <summary>Huffman codes have up to 11 bits (RFC 8878, 4.2.1).</summary>
    public const int HuffmanBits = 11;

    private const int FseLength = FseEntries * sizeof(ulong);
    private const int HuffmanStart = 3 * FseLength;
    private const int HuffmanLength = (1 << HuffmanBits) * sizeof(ushort);
    private const int SequencesStart = HuffmanStart + HuffmanLength;
    private const int SequenceLength = 3 * sizeof(uint);
    private const int WeightsStart = SequencesStart + (Batch * SequenceLength);
    private const int WeightsLength = 256;
    private const int CountsStart = WeightsStart + WeightsLength;
    private const int CountsLength = 64;
    private const int LiteralsStart = CountsStart + (CountsLength * sizeof(short));

    private readonly byte* _start;

    public ZstdAreas(byte* start)
    {
        _start = start;
    }

    /// <summary>Decoded Huffman tree.</summary>
    public Span<ushort> Huffman => new(HuffmanPointer, 1 << HuffmanBits);

    /// <summary>Its first entry.</summary>
    public ushort* HuffmanPointer => (ushort*)(_start + HuffmanStart);

    /// <summary>Sequences that are decoded and not executed.</summary>
    public Sequence* Sequences => (Sequence*)(_start + SequencesStart);

    /// <summary>The weights of a Huffman tree.</summary>
    public Span<byte> Weights => new(_start + WeightsStart, WeightsLength);

    /// <summary>How often each symbol of an FSE table is expected.</summary>
    public Span<short> Counts => new(_start + CountsStart, CountsLength);

    /// <summary>Decoded literals.</summary>
    public byte* Literals => _start + LiteralsStart;

    /// <summary>The FSE table of a kind of code.</summary>
    public Span<ulong> Fse(CodeKind kind) => new(FsePointer(kind), FseEntries);

    /// <summary>Its first entry. The table of Huffman weights is gone when their tree is built.</summary>
    public ulong* FsePointer(CodeKind kind) =>
        (ulong*)(_start + (kind == CodeKind.Weights ? HuffmanStart : (int)kind * FseLength));
}
