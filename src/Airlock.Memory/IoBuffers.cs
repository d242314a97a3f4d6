namespace Airlock.Memory;

/// <summary>
/// Pieces of guest RAM, in order, that one system call reads or writes together. Pieces that follow each other in RAM
/// become one. Made once, filled again and again; nothing here allocates after construction.
/// </summary>
/// <remarks>Not for several threads at once. Valid while the <see cref="GuestMemory"/> isn't disposed.</remarks>
public sealed unsafe class IoBuffers
{
    /// <summary>The most pieces that the kernel takes in one call: IOV_MAX (readv(2), "NOTES").</summary>
    public const int MaxCount = 1024;

    private readonly GuestMemory _memory;
    private readonly IoVector[] _vectors;

    /// <param name="memory">The RAM that all pieces lie in.</param>
    /// <param name="capacity">The most pieces, up to <see cref="MaxCount"/>.</param>
    public IoBuffers(GuestMemory memory, int capacity)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, MaxCount);
        _memory = memory;
        _vectors = new IoVector[capacity];
    }

    /// <summary>How many pieces there are.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes in all pieces.</summary>
    public ulong Length { get; private set; }

    /// <summary>The pieces as a vectored system call takes them.</summary>
    public ReadOnlySpan<IoVector> Vectors => _vectors.AsSpan(0, Count);

    /// <summary>One piece.</summary>
    /// <param name="index">From 0 to before <see cref="Count"/>.</param>
    public Span<byte> this[int index]
    {
        get
        {
            IoVector vector = Vectors[index];

            // SAFETY: TryAdd took start and length from spans of guest RAM, whose lengths fit an int.
            return new Span<byte>((void*)vector.Start, (int)vector.Length);
        }
    }

    /// <summary>Forgets all pieces.</summary>
    public void Clear()
    {
        Count = 0;
        Length = 0;
    }

    /// <summary>Adds a piece at the end.</summary>
    /// <param name="address">Its first byte.</param>
    /// <param name="length">How many bytes.</param>
    /// <returns>False, and nothing added, if it isn't all in open RAM or there is no room.</returns>
    public bool TryAdd(GuestAddress address, ulong length)
    {
        if (!_memory.TryGetSpan(address, length, out Span<byte> piece))
        {
            return false;
        }

        // SAFETY: guest RAM is not the collector's, it doesn't move; taking the address of its first byte is all.
        nint start;
        fixed (byte* first = piece)
        {
            start = (nint)first;
        }

        if (Count > 0 && _vectors[Count - 1].Start + (nint)_vectors[Count - 1].Length == start)
        {
            _vectors[Count - 1] = new IoVector(_vectors[Count - 1].Start, _vectors[Count - 1].Length + (nuint)length);
        }
        else if (Count < _vectors.Length)
        {
            _vectors[Count++] = new IoVector(start, (nuint)length);
        }
        else
        {
            return false;
        }

        Length += length;
        return true;
    }
}
