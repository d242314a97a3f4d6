using System;
using Airlock.Guest.Compression.Buffers;
using Airlock.Guest.Compression.Deflate;
using Airlock.Guest.Compression.Zstd;
using Airlock.Guest.Formats;
using Airlock.Guest.Platform;
using Airlock.Guest.Storage;

namespace Airlock.Image.Contents;

/// <summary>
/// Decodes compressed blocks, each by itself. Work ends when a block has all its bytes, whatever follows in the file.
/// </summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
internal struct BlockDecoder<TPlatform>
    where TPlatform : struct, IPlatform
{
    /// <summary>Bytes of the workspace.</summary>
    public const ulong WorkspaceLength = ZstdDecoder.WorkspaceLength > Inflater.WorkspaceWords * sizeof(uint)
        ? ZstdDecoder.WorkspaceLength
        : Inflater.WorkspaceWords * sizeof(uint);

    private readonly RamArea _workspace;
    private StoredInput<TPlatform> _stored;

    /// <summary>A decoder with a workspace, and an area for compressed data.</summary>
    public BlockDecoder(RamArea workspace, RamArea stored)
    {
        _workspace = workspace;
        _stored = new StoredInput<TPlatform>(stored);
    }

    /// <summary>Bytes of compressed data that were read.</summary>
    public readonly ulong BytesRead => _stored.BytesRead;

    /// <summary>
    /// Decodes the block of an extent; refused if it doesn't come to <see cref="Extent.BlockLength"/> bytes. A zlib
    /// stream has to end with them, and the last one of a disk may end with the disk.
    /// </summary>
    public FormatStatus Decode(ref ImageSource<TPlatform> source, in Extent extent, RamArea block)
    {
        var target = new TargetBytes(block.Bytes<TPlatform>().Slice(0, (int)extent.BlockLength));
        return extent.Compression switch
        {
            Compression.Deflate => Inflate(ref source, extent, ref target),
            Compression.Zlib => DecodeZlib(ref source, extent, ref target),
            Compression.Zstd => DecodeZstd(ref source, extent, ref target),
            _ => FormatStatus.Refused,
        };
    }

    private FormatStatus Inflate(ref ImageSource<TPlatform> source, in Extent extent, ref TargetBytes target)
    {
        var decoder = default(Inflater);
        FormatStatus status = Run(ref decoder, ref source, extent, ref target, out _);
        return status == FormatStatus.Answered && target.Left != 0 ? FormatStatus.Refused : status;
    }

    private FormatStatus DecodeZlib(ref ImageSource<TPlatform> source, in Extent extent, ref TargetBytes target)
    {
        var decoder = default(ZlibDecoder);
        FormatStatus status = Run(ref decoder, ref source, extent, ref target, out InflateStatus end);
        bool isWhole = target.Left == 0
            || (extent.Length < extent.BlockLength && (ulong)target.Position >= extent.Length);
        return status == FormatStatus.Answered && !(end == InflateStatus.Done && isWhole) ? FormatStatus.Refused : status;
    }

    /// <summary>Decodes until the stream has ended, or the stored bytes have. Raw deflate ends with the block, too.</summary>
    private FormatStatus Run<TDecoder>(
        ref TDecoder decoder,
        ref ImageSource<TPlatform> source,
        in Extent extent,
        ref TargetBytes target,
        out InflateStatus status)
        where TDecoder : struct, IInflater
    {
        Span<uint> workspace = _workspace.Items<TPlatform, uint>();
        ulong position = extent.FileOffset;
        ulong left = extent.StoredLength;
        bool endsWithBlock = extent.Compression == Compression.Deflate;
        status = InflateStatus.NeedInput;
        while (left != 0 && status == InflateStatus.NeedInput && !(endsWithBlock && target.Left == 0))
        {
            if (_stored.Read(ref source.Disk, position, left, out ReadOnlySpan<byte> bytes) != DiskReadStatus.Done)
            {
                return FormatStatus.ReadFailed;
            }

            var piece = new SourceBytes(bytes);
            status = decoder.Run(ref piece, ref target, workspace);
            position += (uint)bytes.Length;
            left -= (uint)bytes.Length;
        }

        return FormatStatus.Answered;
    }

    /// <summary>RFC 8878, 3.1: frames follow each other.</summary>
    private FormatStatus DecodeZstd(ref ImageSource<TPlatform> source, in Extent extent, ref TargetBytes target)
    {
        Span<byte> workspace = _workspace.Bytes<TPlatform>();
        var decoder = default(ZstdDecoder);
        ulong position = extent.FileOffset;
        ulong end = extent.FileOffset + extent.StoredLength;
        while (position < end)
        {
            // The decoder looks at some bytes before those that it reads, unless a frame begins.
            uint kept = position - extent.FileOffset < ZstdDecoder.KeptBytes
                ? (uint)(position - extent.FileOffset)
                : ZstdDecoder.KeptBytes;
            ulong start = position - kept;
            if (_stored.Read(ref source.Disk, start, end - start, out ReadOnlySpan<byte> bytes) != DiskReadStatus.Done)
            {
                return FormatStatus.ReadFailed;
            }

            var piece = new SourceBytes(bytes, (int)kept);
            ZstdStatus status = decoder.Run(ref piece, ref target, workspace);
            bool goesOn = status == ZstdStatus.Done || (status == ZstdStatus.NeedInput && piece.Position != (int)kept);
            if (target.Left == 0 || !goesOn)
            {
                break;
            }

            position = start + (uint)piece.Position;
            decoder = status == ZstdStatus.Done ? default : decoder;
        }

        return target.Left == 0 ? FormatStatus.Answered : FormatStatus.Refused;
    }
}
