using System;

namespace Airlock.Guest.Compression.Buffers;

/// <summary>
/// Where decoded bytes go, and how many there are. What is there is also what later bytes are copied from.
/// </summary>
public ref struct TargetBytes
{
    /// <summary>Nothing has been written.</summary>
    public TargetBytes(Span<byte> bytes)
        : this(bytes, position: 0)
    {
    }

    /// <summary>So many bytes have been written; out of range if there are fewer.</summary>
    public TargetBytes(Span<byte> bytes, int position)
    {
        Bytes = bytes;
        Position = bytes.Length - bytes.Slice(position).Length;
    }

    /// <summary>
    /// All of the room. A decoder may leave anything behind <see cref="Position"/>, never beyond the end.
    /// </summary>
    public Span<byte> Bytes { get; }

    /// <summary>How many bytes have been written.</summary>
    public int Position { get; internal set; }

    /// <summary>How many bytes there is room for.</summary>
    public readonly int Left => Bytes.Length - Position;

    /// <summary>What has been written.</summary>
    public readonly ReadOnlySpan<byte> Written => Bytes.Slice(0, Position);

    /// <summary>Takes as many of the bytes as there is room for, and says how many.</summary>
    internal int Write(ReadOnlySpan<byte> bytes)
    {
        int length = Math.Min(bytes.Length, Left);
        bytes.Slice(0, length).CopyTo(Bytes.Slice(Position, length));
        Position += length;
        return length;
    }

    /// <summary>Writes a byte as often as asked for and as there is room for, and says how often.</summary>
    internal int Repeat(byte value, int count)
    {
        int length = Math.Min(count, Left);
        Bytes.Slice(Position, length).Fill(value);
        Position += length;
        return length;
    }
}
