using System;

namespace Airlock.Guest.Compression.Buffers;

/// <summary>Bytes to decode, and how far they have been read.</summary>
public ref struct SourceBytes
{
    /// <summary>Nothing of them has been read.</summary>
    public SourceBytes(ReadOnlySpan<byte> bytes)
        : this(bytes, position: 0)
    {
    }

    /// <summary>So many of them have been read; out of range if there are fewer.</summary>
    public SourceBytes(ReadOnlySpan<byte> bytes, int position)
    {
        Bytes = bytes;
        Position = bytes.Length - bytes.Slice(position).Length;
    }

    /// <summary>All of them.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The first byte that hasn't been read, or the end.</summary>
    public int Position { get; internal set; }

    /// <summary>How many haven't been read.</summary>
    public readonly int Left => Bytes.Length - Position;

    /// <summary>Those that haven't been read.</summary>
    internal readonly ReadOnlySpan<byte> Rest => Bytes.Slice(Position);

    /// <summary>Takes a byte; false if there is none.</summary>
    internal bool TryByte(out int value)
    {
        value = 0;
        if (Left == 0)
        {
            return false;
        }

        value = Bytes[Position++];
        return true;
    }

    /// <summary>Takes a little-endian number of at most 8 bytes; false if there are fewer.</summary>
    internal bool TryNumber(int length, out ulong value)
    {
        value = 0;
        if (Left < length)
        {
            return false;
        }

        for (int i = 0; i < length; i++)
        {
            value |= (ulong)Bytes[Position + i] << (8 * i);
        }

        Position += length;
        return true;
    }
}
