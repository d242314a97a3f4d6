using System;
using Airlock.Guest.Compression.Buffers;
using Airlock.Guest.Compression.Checksums;

namespace Airlock.Guest.Compression.Deflate;

/// <summary>
/// Decodes a zlib stream (RFC 1950): a header, a deflate stream, its checksum. All zeroes is the start. The size of the
/// window that the header names isn't held against distances: the output is the window.
/// </summary>
public struct ZlibDecoder : IInflater
{
    private const int HeaderLength = 2;
    private const int ChecksumLength = 4;

    private Inflater _inflater;
    private Adler32 _checksum;
    private Stage _stage;
    private InflateStatus _end;

    // Bytes of header or checksum that came, the first one highest, and how many.
    private uint _number;
    private int _length;

    private enum Stage : byte
    {
        Header,
        Deflate,
        Checksum,
        End,
    }

    /// <summary>
    /// Goes on with the stream, as far as input and room allow; all as with <see cref="Inflater.Run"/>.
    /// </summary>
    /// <param name="source">Input.</param>
    /// <param name="target">The output, the same in each call.</param>
    /// <param name="workspace">At least <see cref="Inflater.WorkspaceWords"/>; out of range if it is smaller.</param>
    /// <returns>NeedInput, or how the stream has ended: then each further call returns the same.</returns>
    public InflateStatus Run(ref SourceBytes source, ref TargetBytes target, Span<uint> workspace)
    {
        if (_end != InflateStatus.NeedInput)
        {
            return _end;
        }

        InflateStatus status = InflateStatus.Done;
        while (status == InflateStatus.Done && _stage != Stage.End)
        {
            status = _stage switch
            {
                Stage.Header => ReadHeader(ref source),
                Stage.Deflate => Inflate(ref source, ref target, workspace),
                _ => ReadChecksum(ref source),
            };
        }

        _end = status;
        return status;
    }

    // RFC 1950, 2.2: CM, CINFO, FCHECK, FDICT.
    private InflateStatus ReadHeader(ref SourceBytes source)
    {
        if (!TryCollect(ref source, HeaderLength))
        {
            return InflateStatus.NeedInput;
        }

        if (_number % 31 != 0)
        {
            return InflateStatus.BadHeaderCheck;
        }

        if (((_number >> 8) & 15) != 8)
        {
            return InflateStatus.BadMethod;
        }

        return _number >> 12 > 7 ? InflateStatus.WindowTooLarge
            : (_number & 0x20) != 0 ? InflateStatus.NeedsDictionary
            : Next();
    }

    private InflateStatus Inflate(ref SourceBytes source, ref TargetBytes target, Span<uint> workspace)
    {
        int before = target.Position;
        InflateStatus status = _inflater.Run(ref source, ref target, workspace);
        _checksum.Add(target.Written.Slice(before));
        return status == InflateStatus.Done ? Next() : status;
    }

    private InflateStatus ReadChecksum(ref SourceBytes source)
    {
        if (!TryCollect(ref source, ChecksumLength))
        {
            return InflateStatus.NeedInput;
        }

        return _number == _checksum.Value ? Next() : InflateStatus.BadChecksum;
    }

    /// <summary>Collects a number, highest byte first; false if the input ends before.</summary>
    private bool TryCollect(ref SourceBytes source, int length)
    {
        while (_length < length)
        {
            if (!source.TryByte(out int next))
            {
                return false;
            }

            _number = (_number << 8) | (uint)next;
            _length++;
        }

        return true;
    }

    private InflateStatus Next()
    {
        _stage++;
        _number = 0;
        _length = 0;
        return InflateStatus.Done;
    }
}
