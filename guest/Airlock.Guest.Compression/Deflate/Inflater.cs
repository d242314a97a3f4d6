using System;
using Airlock.Guest.Compression.Buffers;

namespace Airlock.Guest.Compression.Deflate;

/// <summary>
/// Decodes a deflate stream (RFC 1951) into one piece of memory, which is also its window; the input may come in
/// pieces. Work is bounded by input and output: a block costs some microseconds, a byte some nanoseconds. All zeroes is
/// the start.
/// </summary>
public struct Inflater : IInflater
{
    /// <summary>
    /// The length of the workspace, in words of 4 bytes. Its content needs no care, but to stay between calls.
    /// </summary>
    public const int WorkspaceWords = InflateTables.Words;

    private BitBuffer _bits;
    private DynamicCode _code;
    private Stage _stage;
    private bool _isLast;
    private bool _hasPairs;
    private int _stored;
    private InflateStatus _end;

    private enum Stage : byte
    {
        Block,
        StoredLength,
        Stored,
        Counts,
        Precode,
        Lengths,
        Symbols,
        End,
    }

    /// <summary>Goes on with the stream, as far as input and room allow.</summary>
    /// <param name="source">Input; all of it is read, if the result is NeedInput, and just the stream's, if it is
    /// Done.</param>
    /// <param name="target">The output, the same in each call.</param>
    /// <param name="workspace">At least <see cref="WorkspaceWords"/>; out of range if it is smaller.</param>
    /// <returns>NeedInput, or how the stream has ended: then each further call returns the same.</returns>
    public InflateStatus Run(ref SourceBytes source, ref TargetBytes target, Span<uint> workspace)
    {
        if (_end != InflateStatus.NeedInput)
        {
            return _end;
        }

        var tables = new InflateTables(workspace);
        InflateStatus status = InflateStatus.Done;
        while (status == InflateStatus.Done && _stage != Stage.End)
        {
            status = RunStage(ref source, ref target, tables);
        }

        if (status == InflateStatus.Done)
        {
            _bits.GiveBack(ref source);
        }

        _end = status;
        return status;
    }

    /// <summary>Done means: on with the next stage.</summary>
    private InflateStatus RunStage(
        ref SourceBytes source, ref TargetBytes target, InflateTables tables) => _stage switch
        {
            Stage.Block => ReadBlockHeader(ref source, tables),
            Stage.StoredLength => ReadStoredLength(ref source),
            Stage.Stored => CopyStored(ref source, ref target),
            Stage.Counts => Next(_code.ReadCounts(ref _bits, ref source, tables)),
            Stage.Precode => Next(_code.ReadPrecode(ref _bits, ref source, tables)),
            Stage.Lengths => ReadLengths(ref source, tables),
            _ => ReadSymbols(ref source, ref target, tables),
        };

    private InflateStatus Next(InflateStatus status)
    {
        if (status == InflateStatus.Done)
        {
            _stage++;
        }

        return status;
    }

    // RFC 1951, 3.2.3.
    private InflateStatus ReadBlockHeader(ref SourceBytes source, InflateTables tables)
    {
        if (!_bits.TryFill(ref source, 3))
        {
            return InflateStatus.NeedInput;
        }

        _isLast = _bits.Take(1) != 0;
        switch (_bits.Take(2))
        {
            case 0:
                _bits.DropToByte();
                _stage = Stage.StoredLength;
                return InflateStatus.Done;
            case 1:
                FixedCode.Build(tables);
                _hasPairs = false;
                _stage = Stage.Symbols;
                return InflateStatus.Done;
            case 2:
                _stage = Stage.Counts;
                return InflateStatus.Done;
            default:
                return InflateStatus.BadBlockType;
        }
    }

    // RFC 1951, 3.2.4.
    private InflateStatus ReadStoredLength(ref SourceBytes source)
    {
        if (!_bits.TryFill(ref source, 32))
        {
            return InflateStatus.NeedInput;
        }

        _stored = _bits.Take(16);
        int complement = _bits.Take(16);
        _bits.GiveBack(ref source);
        return Next(_stored == (complement ^ 0xffff) ? InflateStatus.Done : InflateStatus.BadStoredLength);
    }

    private InflateStatus CopyStored(ref SourceBytes source, ref TargetBytes target)
    {
        int length = target.Write(source.Bytes.Slice(source.Position, Math.Min(_stored, source.Left)));
        source.Position += length;
        _stored -= length;
        if (_stored != 0)
        {
            return target.Left == 0 ? InflateStatus.OutputFull : InflateStatus.NeedInput;
        }

        EndBlock();
        return InflateStatus.Done;
    }

    private InflateStatus ReadLengths(ref SourceBytes source, InflateTables tables)
    {
        InflateStatus status = Next(_code.ReadLengths(ref _bits, ref source, tables));
        if (status == InflateStatus.Done)
        {
            _hasPairs = LiteralPairs.AreWorthIt(tables.Lengths);
            if (_hasPairs)
            {
                LiteralPairs.Join(tables.Literals);
            }
        }

        return status;
    }

    private InflateStatus ReadSymbols(ref SourceBytes source, ref TargetBytes target, InflateTables tables)
    {
        InflateStatus status = BlockSymbols.Run(ref _bits, ref source, ref target, tables, _hasPairs);
        if (status == InflateStatus.Done)
        {
            EndBlock();
        }

        return status;
    }

    private void EndBlock() => _stage = _isLast ? Stage.End : Stage.Block;
}
