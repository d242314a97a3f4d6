using System;
using Airlock.Guest.Compression.Buffers;

namespace Airlock.Guest.Compression.Zstd;

/// <summary>Decodes a compressed block (RFC 8878, 3.1.1.3).</summary>
internal static unsafe class CompressedBlock
{
    /// <summary>Decodes it to its end, or until the output is full.</summary>
    /// <param name="source">The block, up to its end, with eight bytes before it.</param>
    /// <param name="target">What is written here since the frame's start is what there is to copy from.</param>
    /// <param name="workspace">As long as the areas.</param>
    public static ZstdStatus Decode(
        SourceBytes source, ref TargetBytes target, Span<byte> workspace, ref FrameState frame)
    {
        // SAFETY: the three spans are pinned, and all pointers are made from their positions and lengths, which their
        // types keep in order; the frame's start is a position of the target's, too.
        fixed (byte* from = source.Bytes)
        fixed (byte* to = target.Bytes)
        fixed (byte* work = workspace)
        {
            var areas = new ZstdAreas(work);
            ZstdStatus status = LiteralsSection.Read(ref source, from, areas, ref frame, out Literals literals);
            if (status != ZstdStatus.Done)
            {
                return status;
            }

            status = SequencesHeader.Read(ref source, areas, ref frame, out int count);
            if (status != ZstdStatus.Done)
            {
                return status;
            }

            var reader = default(SequenceReader);
            if (count > 0 && !reader.TryStart(from + source.Position, source.Left, areas, ref frame))
            {
                return ZstdStatus.BadSequences;
            }

            byte* next = to + target.Position;
            byte* end = next + Math.Min(target.Left, frame.MaxBlock);
            var executor = new SequenceExecutor(literals, to + frame.Start, next, end) { Offsets = frame.Offsets };
            status = Run(ref reader, ref executor, areas.Sequences, count);
            frame.Offsets = executor.Offsets;
            target.Position = (int)(executor.To - to);
            return status == ZstdStatus.OutputFull && target.Left > 0 ? ZstdStatus.BlockTooLarge : status;
        }
    }

    /// <summary>Batch by batch, so that sequences stay in the nearest cache.</summary>
    private static ZstdStatus Run(
        ref SequenceReader reader, ref SequenceExecutor executor, Sequence* sequences, int count)
    {
        while (count > 0)
        {
            int batch = Math.Min(count, ZstdAreas.Batch);
            count -= batch;
            if (!reader.TryRead(sequences, batch, isLast: count == 0))
            {
                return ZstdStatus.BadSequences;
            }

            ZstdStatus status = executor.Run(sequences, batch);
            if (status != ZstdStatus.Done)
            {
                return status;
            }
        }

        return reader.BitsLeft != 0 ? ZstdStatus.BadSequences : executor.Finish();
    }
}
