using System;
using Airlock.Guest.Compression.Buffers;

namespace Airlock.Guest.Compression.Zstd;

/// <summary>Decodes the literals of a block (RFC 8878, 3.1.1.3.1).</summary>
internal static unsafe class LiteralsSection
{
    // SAFETY: the bytes of the source are pinned at `pinned`. Each part of it is measured against what the block has
    // left before a pointer to it is made, and no more than MaxBlock bytes are decoded into the workspace.

    /// <summary>Decodes them, and leaves the source where the sequences begin.</summary>
    /// <param name="source">The block, up to its end.</param>
    /// <param name="pinned">Where the bytes of the source are.</param>
    public static ZstdStatus Read(
        ref SourceBytes source, byte* pinned, ZstdAreas areas, ref FrameState frame, out Literals literals)
    {
        literals = default;
        if (!LiteralsHeader.TryRead(ref source, out LiteralsHeader header)
            || header.Size > frame.MaxBlock || header.StoredSize > source.Left)
        {
            return ZstdStatus.BadLiteralsSize;
        }

        int end = source.Position + header.StoredSize;
        literals.Next = areas.Literals;
        ZstdStatus status = ZstdStatus.Done;
        switch (header.Type)
        {
            case LiteralsType.Raw:
                literals.Next = Raw(source, pinned, areas, header.Size);
                break;
            case LiteralsType.Repeat:
                new Span<byte>(areas.Literals, header.Size).Fill(source.Rest[0]);
                break;
            default:
                var part = new SourceBytes(source.Bytes.Slice(0, end), source.Position);
                status = Coded(part, pinned, areas, header, ref frame);
                break;
        }

        literals.End = literals.Next + header.Size;
        source.Position = end;
        return status;
    }

    /// <summary>They can stay where they are, if enough of the block follows.</summary>
    private static byte* Raw(SourceBytes source, byte* pinned, ZstdAreas areas, int size)
    {
        if (source.Left >= size + ZstdAreas.Margin)
        {
            return pinned + source.Position;
        }

        source.Rest.Slice(0, size).CopyTo(new Span<byte>(areas.Literals, size));
        return areas.Literals;
    }

    private static ZstdStatus Coded(
        SourceBytes source, byte* pinned, ZstdAreas areas, LiteralsHeader header, ref FrameState frame)
    {
        if (header.Type == LiteralsType.Compressed)
        {
            frame.HuffmanLog = 0;
            if (!HuffmanTree.TryRead(ref source, areas, out frame.HuffmanLog))
            {
                return ZstdStatus.BadHuffmanTree;
            }
        }
        else if (frame.HuffmanLog == 0)
        {
            return ZstdStatus.NoHuffmanTree;
        }

        var code = new HuffmanCode(areas.HuffmanPointer, frame.HuffmanLog);
        return header.HasFourStreams
            ? FourStreams(source, pinned, areas, header.Size, code)
            : OneStream(source, pinned, areas, header.Size, code);
    }

    private static ZstdStatus OneStream(
        SourceBytes source, byte* pinned, ZstdAreas areas, int size, HuffmanCode code) =>
        size > 0 && HuffmanStreams.TryOne(pinned + source.Position, source.Left, areas.Literals, size, code)
            ? ZstdStatus.Done
            : ZstdStatus.BadLiterals;

    /// <summary>
    /// The first three streams have a quarter each, rounded up: five literals leave too few for the fourth.
    /// </summary>
    private static ZstdStatus FourStreams(
        SourceBytes source, byte* pinned, ZstdAreas areas, int size, HuffmanCode code)
    {
        if (size < 3 * ((size + 3) / 4) || size == 0 || !FourLengths.TryRead(ref source, out FourLengths lengths))
        {
            return ZstdStatus.BadLiteralsSize;
        }

        return HuffmanStreams.TryFour(lengths, pinned + source.Position, areas.Literals, size, code)
            ? ZstdStatus.Done
            : ZstdStatus.BadLiterals;
    }
}
