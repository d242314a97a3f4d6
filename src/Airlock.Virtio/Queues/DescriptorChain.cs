using Airlock.Memory;

namespace Airlock.Virtio.Queues;

/// <summary>
/// The private copy of one descriptor chain, made once when it was taken: first the segments that the device may read,
/// then those it may write. Made once and used again for each request.
/// </summary>
public sealed class DescriptorChain
{
    private readonly BufferSegment[] _segments = new BufferSegment[QueueGeometry.MaxSize];
    private int _count;
    private int _readable;

    /// <summary>The descriptor that the chain starts with, which names it in the used ring.</summary>
    public ushort Head { get; private set; }

    /// <summary>Bytes in all readable segments.</summary>
    public ulong ReadableBytes { get; private set; }

    /// <summary>Bytes in all writable segments.</summary>
    public ulong WritableBytes { get; private set; }

    /// <summary>What the device may read, in order; no segment is empty.</summary>
    public ReadOnlySpan<BufferSegment> Readable => _segments.AsSpan(0, _readable);

    /// <summary>What the device may write, in order; no segment is empty.</summary>
    public ReadOnlySpan<BufferSegment> Writable => _segments.AsSpan(_readable, _count - _readable);

    /// <summary>What the used ring shall say: bytes written into the writable part.</summary>
    public uint Written { get; set; }

    /// <summary>Which life of the queue the chain was taken from: a reset ends a life.</summary>
    internal int Generation { get; set; }

    internal void Begin(ushort head)
    {
        Head = head;
        Written = 0;
        ReadableBytes = 0;
        WritableBytes = 0;
        _count = 0;
        _readable = 0;
    }

    /// <summary>Appends a segment; the queue has seen to it that none too many come, and readable ones first.</summary>
    internal void Append(GuestAddress address, uint length, bool writable)
    {
        if (length == 0)
        {
            return;
        }

        _segments[_count++] = new BufferSegment(address, length);
        if (writable)
        {
            WritableBytes += length;
        }
        else
        {
            ReadableBytes += length;
            _readable = _count;
        }
    }
}
