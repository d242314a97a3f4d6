using System;
using System.Runtime.InteropServices;
using Airlock.Guest.Compression.Buffers;
using Airlock.Guest.Compression.Deflate;
using Airlock.Guest.Compression.Zstd;

namespace Airlock.Guest.Hosted;

/// <summary>Runs the decoders with all of their memory between guard pages.</summary>
public sealed class GuardedDecoders : IDisposable
{
    private const byte Untouched = 0xa5;
    private const int Longest = 4 << 20;

    private readonly GuardedBytes _source = new(Longest);
    private readonly GuardedBytes _target = new(Longest);
    private readonly GuardedBytes _inflateWorkspace = new(Inflater.WorkspaceWords * sizeof(uint));
    private readonly GuardedBytes _zstdWorkspace = new(ZstdDecoder.WorkspaceLength);

    /// <summary>Whether the memory begins behind the first page; otherwise it ends before the last one.</summary>
    public bool IsAtStart { get; set; }

    private Span<uint> InflateWorkspace =>
        MemoryMarshal.Cast<byte, uint>(Part(_inflateWorkspace, Inflater.WorkspaceWords * sizeof(uint)));

    private Span<byte> ZstdWorkspace => Part(_zstdWorkspace, ZstdDecoder.WorkspaceLength);

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
        _inflateWorkspace.Dispose();
        _zstdWorkspace.Dispose();
    }

    /// <summary>A deflate stream that is there as a whole.</summary>
    public Decoding<InflateStatus> Inflate(ReadOnlySpan<byte> input, int room)
    {
        var source = new SourceBytes(Place(input));
        var target = new TargetBytes(Room(room));
        var inflater = default(Inflater);
        InflateStatus status = inflater.Run(ref source, ref target, InflateWorkspace);
        return Result(status, source.Position, target);
    }

    /// <summary>A zlib stream that is there as a whole.</summary>
    public Decoding<InflateStatus> Unzlib(ReadOnlySpan<byte> input, int room)
    {
        var source = new SourceBytes(Place(input));
        var target = new TargetBytes(Room(room));
        var decoder = default(ZlibDecoder);
        InflateStatus status = decoder.Run(ref source, ref target, InflateWorkspace);
        return Result(status, source.Position, target);
    }

    /// <summary>A deflate stream in pieces of the lengths that it is told.</summary>
    public Decoding<InflateStatus> InflateInPieces(ReadOnlySpan<byte> input, int room, Func<int> nextLength)
    {
        var target = new TargetBytes(Room(room));
        var inflater = default(Inflater);
        int consumed = 0;
        while (true)
        {
            int length = Math.Min(nextLength(), input.Length - consumed);
            var source = new SourceBytes(Place(input.Slice(consumed, length)));
            InflateStatus status = inflater.Run(ref source, ref target, InflateWorkspace);
            consumed += source.Position;
            if (status != InflateStatus.NeedInput || consumed == input.Length)
            {
                return Result(status, consumed, target);
            }

            Require(source.Left == 0, "asks for input that it has");
        }
    }

    /// <summary>A zlib stream in pieces of the lengths that it is told.</summary>
    public Decoding<InflateStatus> UnzlibInPieces(ReadOnlySpan<byte> input, int room, Func<int> nextLength)
    {
        var target = new TargetBytes(Room(room));
        var decoder = default(ZlibDecoder);
        int consumed = 0;
        while (true)
        {
            int length = Math.Min(nextLength(), input.Length - consumed);
            var source = new SourceBytes(Place(input.Slice(consumed, length)));
            InflateStatus status = decoder.Run(ref source, ref target, InflateWorkspace);
            consumed += source.Position;
            if (status != InflateStatus.NeedInput || consumed == input.Length)
            {
                return Result(status, consumed, target);
            }
        }
    }

    /// <summary>Zstd frames, one after the other, up to the end of the input or the first mistake.</summary>
    public Decoding<ZstdStatus> Zstd(ReadOnlySpan<byte> input, int room)
    {
        var source = new SourceBytes(Place(input));
        var target = new TargetBytes(Room(room));
        ZstdStatus status;
        do
        {
            var decoder = default(ZstdDecoder);
            status = decoder.Run(ref source, ref target, ZstdWorkspace);
        }
        while (status == ZstdStatus.Done && source.Left > 0);
        return Result(status, source.Position, target);
    }

    /// <summary>The same with a source that grows by the lengths that it is told, and keeps what it has to.</summary>
    public Decoding<ZstdStatus> ZstdInPieces(ReadOnlySpan<byte> input, int room, Func<int> nextLength)
    {
        var target = new TargetBytes(Room(room));
        var decoder = default(ZstdDecoder);
        int consumed = 0;
        int end = 0;
        while (true)
        {
            end = Math.Min(input.Length, end + nextLength());
            int kept = Math.Min(consumed, ZstdDecoder.KeptBytes);
            var source = new SourceBytes(Place(input[(consumed - kept)..end]), kept);
            ZstdStatus status = decoder.Run(ref source, ref target, ZstdWorkspace);
            consumed += source.Position - kept;
            bool isOver = consumed == input.Length || (end == input.Length && status == ZstdStatus.NeedInput);
            if (isOver || status is not (ZstdStatus.Done or ZstdStatus.NeedInput))
            {
                return Result(status, consumed, target);
            }

            decoder = status == ZstdStatus.Done ? default : decoder;
        }
    }

    private static void Require(bool promise, string what)
    {
        if (!promise)
        {
            throw new InvalidOperationException($"The decoder {what}.");
        }
    }

    private static Decoding<TStatus> Result<TStatus>(TStatus status, int consumed, TargetBytes target)
        where TStatus : struct => new(status, consumed, target.Written.ToArray());

    private Span<byte> Part(GuardedBytes bytes, int length) => IsAtStart ? bytes.First(length) : bytes.Last(length);

    private ReadOnlySpan<byte> Place(ReadOnlySpan<byte> input)
    {
        Span<byte> place = Part(_source, input.Length);
        input.CopyTo(place);
        return place;
    }

    /// <summary>Room with something in it: a match of what was there before would be seen.</summary>
    private Span<byte> Room(int length)
    {
        Span<byte> room = Part(_target, length);
        room.Fill(Untouched);
        return room;
    }
}
