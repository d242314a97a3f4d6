using System;
using Airlock.Guest.Compression.Buffers;
using Airlock.Guest.Compression.Checksums;

namespace Airlock.Guest.Compression.Zstd;

/// <summary>
/// Decodes a zstd frame without dictionary, or a skippable one (RFC 8878, 3.1), into one piece of memory, which is also
/// its window; the input may come in pieces of whole blocks. A next frame takes a next decoder. Work is bounded by
/// input and output: a block costs some microseconds, a byte some nanoseconds. All zeroes is the start.
/// </summary>
public struct ZstdDecoder
{
    /// <summary>The length of the workspace in bytes. Its content needs no care, but to stay between calls.</summary>
    public const int WorkspaceLength = ZstdAreas.Length;

    /// <summary>
    /// The longest output, in bytes: 32 MiB. In a longer one, an offset beyond that would be taken for a mistake.
    /// </summary>
    public const int MaxOutput = 32 << 20;

    /// <summary>The largest window that a frame may ask for, in bytes. It takes no memory.</summary>
    public const ulong MaxWindow = 1 << 27;

    /// <summary>
    /// How many bytes before its position a source has, if it isn't at the start of a frame: streams of bits are read
    /// backwards, eight bytes at a time. Whoever moves the rest of a source to the front of a buffer, moves so many
    /// more.
    /// </summary>
    public const int KeptBytes = 8;

    /// <summary>How long a source has to be, from its position on, that a block can't be longer.</summary>
    public const int LongestBlock = BlockHeader.Length + ZstdAreas.MaxBlock;

    private const int MagicLength = 4;
    private const ulong FrameMagic = 0xfd2fb528;
    private const ulong SkippableMagic = 0x184d2a50;
    private const ulong SkippableMask = 0xfffffff0;

    private FrameHeader _header;
    private FrameState _frame;
    private Stage _stage;
    private long _skip;
    private ZstdStatus _end;

    private enum Stage : byte
    {
        Header,
        Skip,
        Block,
        ContentSize,
        Checksum,
        End,
    }

    /// <summary>Goes on with the frame, as far as input and room allow.</summary>
    /// <param name="source">Input; if the result is NeedInput, what wasn't read is to come again, with more behind
    /// it.</param>
    /// <param name="target">The output, the same in each call.</param>
    /// <param name="workspace">At least <see cref="WorkspaceLength"/>; out of range if it is smaller.</param>
    /// <returns>NeedInput, or how the frame has ended: then each further call returns the same.</returns>
    public ZstdStatus Run(ref SourceBytes source, ref TargetBytes target, Span<byte> workspace)
    {
        if (_end != ZstdStatus.NeedInput)
        {
            return _end;
        }

        Span<byte> areas = workspace.Slice(0, WorkspaceLength);
        ZstdStatus status = ZstdStatus.Done;
        while (status == ZstdStatus.Done && _stage != Stage.End)
        {
            status = _stage switch
            {
                Stage.Header => ReadHeader(ref source, target.Position),
                Stage.Skip => Skip(ref source),
                Stage.Block => ReadBlock(ref source, ref target, areas),
                Stage.ContentSize => CheckContentSize(target.Position),
                _ => CheckChecksum(ref source, target.Written),
            };
        }

        _end = status;
        return status;
    }

    private ZstdStatus ReadHeader(ref SourceBytes source, int start)
    {
        SourceBytes ahead = source;
        if (!ahead.TryNumber(MagicLength, out ulong magic))
        {
            return ZstdStatus.NeedInput;
        }

        ZstdStatus status = magic == FrameMagic ? ReadFrameHeader(ref ahead, start)
            : (magic & SkippableMask) == SkippableMagic ? ReadSkippableHeader(ref ahead)
            : ZstdStatus.BadMagic;
        if (status == ZstdStatus.Done)
        {
            source = ahead;
            _stage = magic == FrameMagic ? Stage.Block : Stage.Skip;
        }

        return status;
    }

    private ZstdStatus ReadFrameHeader(ref SourceBytes source, int start)
    {
        ZstdStatus status = FrameHeader.Read(ref source, out _header);
        _frame = new FrameState
        {
            Start = start,
            MaxBlock = (int)Math.Min(_header.Window, ZstdAreas.MaxBlock),
            LiteralLengthLog = SequenceTables.None,
            OffsetLog = SequenceTables.None,
            MatchLengthLog = SequenceTables.None,
            Offsets = OffsetHistory.Initial,
        };
        return status;
    }

    // 3.1.2.
    private ZstdStatus ReadSkippableHeader(ref SourceBytes source)
    {
        bool isThere = source.TryNumber(sizeof(uint), out ulong length);
        _skip = (long)length;
        return isThere ? ZstdStatus.Done : ZstdStatus.NeedInput;
    }

    private ZstdStatus Skip(ref SourceBytes source)
    {
        int length = (int)Math.Min(_skip, source.Left);
        source.Position += length;
        _skip -= length;
        if (_skip != 0)
        {
            return ZstdStatus.NeedInput;
        }

        _stage = Stage.End;
        return ZstdStatus.Done;
    }

    private ZstdStatus ReadBlock(ref SourceBytes source, ref TargetBytes target, Span<byte> areas)
    {
        SourceBytes block = source;
        if (!block.TryNumber(BlockHeader.Length, out ulong value))
        {
            return ZstdStatus.NeedInput;
        }

        var header = new BlockHeader((uint)value);
        if (header.Type == BlockType.Reserved || header.Size > _frame.MaxBlock)
        {
            return header.Type == BlockType.Reserved ? ZstdStatus.BadBlockType : ZstdStatus.BlockTooLarge;
        }

        if (block.Left < header.StoredSize)
        {
            return ZstdStatus.NeedInput;
        }

        source.Position = block.Position + header.StoredSize;
        _stage = header.IsLast ? Stage.ContentSize : Stage.Block;
        return Decode(header, source.Bytes.Slice(0, source.Position), ref target, areas);
    }

    /// <summary>Decodes a block's content, which is at the end of the bytes.</summary>
    private ZstdStatus Decode(BlockHeader header, ReadOnlySpan<byte> bytes, ref TargetBytes target, Span<byte> areas)
    {
        int start = bytes.Length - header.StoredSize;
        if (header.Type == BlockType.Compressed)
        {
            int kept = start - KeptBytes;
            return CompressedBlock.Decode(new SourceBytes(bytes.Slice(kept), KeptBytes), ref target, areas, ref _frame);
        }

        int written = header.Type == BlockType.Raw
            ? target.Write(bytes.Slice(start))
            : target.Repeat(bytes[start], header.Size);
        return written == header.Size ? ZstdStatus.Done : ZstdStatus.OutputFull;
    }

    private ZstdStatus CheckContentSize(int position)
    {
        if (_header.HasContentSize && _header.ContentSize != (ulong)(position - _frame.Start))
        {
            return ZstdStatus.BadContentSize;
        }

        _stage = _header.HasChecksum ? Stage.Checksum : Stage.End;
        return ZstdStatus.Done;
    }

    private ZstdStatus CheckChecksum(ref SourceBytes source, ReadOnlySpan<byte> written)
    {
        if (!source.TryNumber(sizeof(uint), out ulong checksum))
        {
            return ZstdStatus.NeedInput;
        }

        _stage = Stage.End;
        return checksum == (uint)XxHash64.Of(written.Slice(_frame.Start)) ? ZstdStatus.Done : ZstdStatus.BadChecksum;
    }
}
