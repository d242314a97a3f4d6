using System;
using Airlock.Guest.Compression.Buffers;

namespace Airlock.Guest.Compression.Zstd;

/// <summary>Reads the tables for the codes of sequences (RFC 8878, 3.1.1.3.2.1).</summary>
internal readonly struct SequenceTables(ZstdAreas areas)
{
    /// <summary>Instead of the bits of a table's index: there is none.</summary>
    public const int None = -1;

    private enum Mode
    {
        Predefined,
        Single,
        Described,
        Repeat,
    }

    /// <summary>Reads a table, or leaves that of the block before.</summary>
    /// <param name="mode">How it is written, in the two lowest bits.</param>
    /// <param name="log">The bits of the table's index.</param>
    public ZstdStatus Read(ref SourceBytes source, int mode, CodeKind kind, ref int log)
    {
        switch ((Mode)(mode & 3))
        {
            case Mode.Predefined:
                log = Predefined(kind);
                return ZstdStatus.Done;
            case Mode.Single:
                log = Single(ref source, kind);
                break;
            case Mode.Described:
                log = Described(ref source, kind);
                break;
            default:
                return log == None ? ZstdStatus.NoFseTable : ZstdStatus.Done;
        }

        return log == None ? ZstdStatus.BadFseTable : ZstdStatus.Done;
    }

    // 3.1.1.3.2.2.
    private int Predefined(CodeKind kind)
    {
        ReadOnlySpan<sbyte> distribution = SequenceCode.DefaultOf(kind);
        Span<short> counts = areas.Counts.Slice(0, distribution.Length);
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = distribution[i];
        }

        int log = SequenceCode.DefaultLogOf(kind);
        FseTable.Build(areas.Fse(kind), counts, log, kind);
        return log;
    }

    private int Single(ref SourceBytes source, CodeKind kind)
    {
        if (!source.TryByte(out int code) || code > SequenceCode.MaxOf(kind))
        {
            return None;
        }

        FseTable.BuildSingle(areas.Fse(kind), code, kind);
        return 0;
    }

    private int Described(ref SourceBytes source, CodeKind kind)
    {
        Span<short> counts = areas.Counts;
        if (!FseHeader.TryRead(ref source, counts, kind, out FseHeader header))
        {
            return None;
        }

        FseTable.Build(areas.Fse(kind), counts.Slice(0, header.Symbols), header.Log, kind);
        return header.Log;
    }
}
