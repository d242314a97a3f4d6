using System;

namespace Airlock.Guest.Messages;

/// <summary>
/// Writes protobuf's wire format (protobuf.dev, "Encoding") into a buffer of the caller. Fields that have their
/// default value are left out, as proto3 wants it.
/// </summary>
/// <remarks>
/// What doesn't fit makes the writer fail, for good, and nothing is written beyond the buffer: so a caller writes all
/// fields and asks once, at the end.
/// </remarks>
public ref struct WireWriter(Span<byte> buffer)
{
    private const int OneByteLimit = 0x80;

    private readonly Span<byte> _buffer = buffer;
    private int _position;
    private bool _hasFailed;

    /// <summary>Whether everything so far fitted.</summary>
    public readonly bool Succeeded => !_hasFailed;

    /// <summary>Bytes written.</summary>
    public readonly int Position => _position;

    /// <summary>Makes the writer fail: the message can't be encoded.</summary>
    public void Fail() => _hasFailed = true;

    /// <summary>A uint64 or uint32 field.</summary>
    public void WriteNumber(uint tag, ulong value)
    {
        if (value != 0)
        {
            WriteVarint(tag);
            WriteVarint(value);
        }
    }

    /// <summary>An enum field; a negative value takes ten bytes, sign-extended.</summary>
    public void WriteEnum(uint tag, int value) => WriteNumber(tag, (ulong)(long)value);

    /// <summary>A bool field.</summary>
    public void WriteBool(uint tag, bool value) => WriteNumber(tag, value ? 1UL : 0UL);

    /// <summary>A string field, in UTF-8, or one of bytes.</summary>
    public void WriteText(uint tag, scoped ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length != 0)
        {
            WriteItem(tag, utf8);
        }
    }

    /// <summary>One string of a repeated field, in UTF-8: it counts also when it is empty.</summary>
    public void WriteItem(uint tag, scoped ReadOnlySpan<byte> utf8)
    {
        WriteVarint(tag);
        WriteVarint((uint)utf8.Length);
        if (utf8.Length > _buffer.Length - _position)
        {
            _hasFailed = true;
            return;
        }

        utf8.CopyTo(_buffer.Slice(_position));
        _position += utf8.Length;
    }

    /// <summary>Begins a message field; its fields follow, then <see cref="EndMessage"/>.</summary>
    /// <returns>Where its fields begin.</returns>
    public int BeginMessage(uint tag)
    {
        WriteVarint(tag);
        WriteVarint(0); // the length, which is known at the end; one byte is nearly always enough
        return _position;
    }

    /// <summary>Ends the message field whose fields begin at <paramref name="start"/>.</summary>
    public void EndMessage(int start)
    {
        int length = _position - start;
        if (_hasFailed)
        {
            return;
        }

        int extra = VarintLength((uint)length) - 1;
        if (extra > _buffer.Length - _position)
        {
            _hasFailed = true;
            return;
        }

        if (extra > 0)
        {
            _buffer.Slice(start, length).CopyTo(_buffer.Slice(start + extra));
        }

        _position = start - 1;
        WriteVarint((uint)length);
        _position += length;
    }

    private static int VarintLength(ulong value)
    {
        int length = 1;
        while (value >= OneByteLimit)
        {
            value >>= 7;
            length++;
        }

        return length;
    }

    private void WriteVarint(ulong value)
    {
        Span<byte> rest = _buffer.Slice(_position);
        int length = 0;
        while (length < rest.Length)
        {
            if (value < OneByteLimit)
            {
                rest[length++] = (byte)value;
                _position += length;
                return;
            }

            rest[length++] = (byte)(value | OneByteLimit);
            value >>= 7;
        }

        _hasFailed = true;
    }
}
