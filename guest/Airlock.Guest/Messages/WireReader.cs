using System;

namespace Airlock.Guest.Messages;

/// <summary>Reads protobuf's wire format (protobuf.dev, "Encoding"), strictly.</summary>
/// <remarks>
/// Malformed are: input that ends in the middle of a field, a varint of more than 64 bits or more than its type holds,
/// field number 0, wire types that proto3 doesn't have. The reader then fails, for good: it is at its end, and numbers
/// read as 0. So a caller reads all fields and asks once, at the end.
/// </remarks>
public ref struct WireReader(ReadOnlySpan<byte> input)
{
    /// <summary>A varint of 64 bits has ten bytes; the tenth holds the last bit alone.</summary>
    private const int MaxVarintLength = 10;

    // Wire types; 3 and 4 are the groups of proto2, 6 and 7 aren't defined.
    private const uint VarintType = 0;
    private const uint Fixed64Type = 1;
    private const uint DelimitedType = 2;
    private const uint Fixed32Type = 5;

    private ReadOnlySpan<byte> _rest = input;
    private bool _hasFailed;

    /// <summary>Whether everything so far was well-formed.</summary>
    public readonly bool Succeeded => !_hasFailed;

    /// <summary>Makes the reader fail: what it read can't be what it should be.</summary>
    public void Fail()
    {
        _hasFailed = true;
        _rest = default;
    }

    /// <summary>The next field's number and wire type; false at the end, and after a failure.</summary>
    public bool TryReadTag(out uint tag)
    {
        if (_rest.Length == 0)
        {
            tag = 0;
            return false;
        }

        tag = ReadUInt32();
        if (tag >> 3 == 0)
        {
            Fail();
        }

        return Succeeded;
    }

    /// <summary>A uint64.</summary>
    public ulong ReadUInt64()
    {
        ulong value = 0;
        for (int i = 0; i < MaxVarintLength && i < _rest.Length; i++)
        {
            ulong bits = _rest[i] & 0x7fUL;
            value |= bits << (7 * i);
            if (_rest[i] < 0x80)
            {
                if (i == MaxVarintLength - 1 && bits > 1)
                {
                    break;
                }

                _rest = _rest.Slice(i + 1);
                return value;
            }
        }

        Fail();
        return 0;
    }

    /// <summary>A uint32.</summary>
    public uint ReadUInt32()
    {
        ulong value = ReadUInt64();
        if (value > 0xffff_ffff)
        {
            Fail();
            return 0;
        }

        return (uint)value;
    }

    /// <summary>The value of an enum, known or not.</summary>
    public int ReadEnum()
    {
        long value = (long)ReadUInt64();
        if (value != (int)value)
        {
            Fail();
            return 0;
        }

        return (int)value;
    }

    /// <summary>A bool: anything but 0 is true.</summary>
    public bool ReadBool() => ReadUInt64() != 0;

    /// <summary>The content of a string or message field.</summary>
    public ReadOnlySpan<byte> ReadDelimited()
    {
        ulong length = ReadUInt64();
        if (length > (ulong)_rest.Length)
        {
            Fail();
            return default;
        }

        ReadOnlySpan<byte> content = _rest.Slice(0, (int)length);
        _rest = _rest.Slice((int)length);
        return content;
    }

    /// <summary>Passes over the field of a newer sender.</summary>
    /// <param name="tag">The field.</param>
    /// <param name="isKnown">Whether the message has a field of this number: then its wire type is wrong.</param>
    public void Skip(uint tag, bool isKnown)
    {
        if (isKnown)
        {
            Fail();
            return;
        }

        switch (tag & 7)
        {
            case VarintType: ReadUInt64(); break;
            case Fixed64Type: Skip(sizeof(ulong)); break;
            case DelimitedType: ReadDelimited(); break;
            case Fixed32Type: Skip(sizeof(uint)); break;
            default: Fail(); break;
        }
    }

    private void Skip(int length)
    {
        if (length > _rest.Length)
        {
            Fail();
            return;
        }

        _rest = _rest.Slice(length);
    }
}
