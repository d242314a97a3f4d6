using System.Text;
using System.Text.Unicode;
using Google.Protobuf;

namespace Airlock.Protocol;

/// <summary>
/// A cursor over protobuf's wire format (protobuf.dev, "Encoding") that can't leave its input. The first fault is kept,
/// for good: the reader is then at its end, and what it reads is 0. So one reads all fields and asks once.
/// </summary>
internal ref struct FieldReader(ReadOnlySpan<byte> input, NameCache names)
{
    // Wire types; 3 and 4 are the groups of proto2, 6 and 7 aren't defined.
    public const uint Varint = 0;
    public const uint Fixed64 = 1;
    public const uint Delimited = 2;
    public const uint Fixed32 = 5;

    /// <summary>A tag is a field's number, shifted so far, and its wire type.</summary>
    public const int NumberShift = 3;

    private const uint WireTypeMask = 7;

    /// <summary>A varint of 64 bits has ten bytes; the tenth holds the last bit alone.</summary>
    private const int MaxVarintLength = 10;

    private ReadOnlySpan<byte> _rest = input;

    /// <summary>What was wrong first; null while nothing was.</summary>
    public DecodeError? Fault { get; private set; }

    /// <summary>The next field's tag; false at the end, and after a fault.</summary>
    public bool TryReadTag(out uint tag)
    {
        if (_rest.IsEmpty)
        {
            tag = 0;
            return false;
        }

        tag = ReadUInt32();
        if (tag >> NumberShift == 0)
        {
            Fail(DecodeError.MalformedPayload);
        }

        return Fault is null;
    }

    public ulong ReadUInt64()
    {
        ulong value = 0;
        int limit = Math.Min(_rest.Length, MaxVarintLength);
        for (int i = 0; i < limit; i++)
        {
            ulong bits = _rest[i] & 0x7fUL;
            value |= bits << (7 * i);
            if (_rest[i] < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return i < MaxVarintLength - 1 || bits <= 1 ? value : Fail(DecodeError.MalformedPayload);
            }
        }

        return Fail(DecodeError.MalformedPayload);
    }

    public uint ReadUInt32()
    {
        ulong value = ReadUInt64();
        return (uint)(value <= uint.MaxValue ? value : Fail(DecodeError.MalformedPayload));
    }

    /// <summary>The value of an enum, known or not.</summary>
    public int ReadEnum()
    {
        ulong value = ReadUInt64();
        bool fits = (long)value is >= int.MinValue and <= int.MaxValue;
        return (int)(fits ? value : Fail(DecodeError.MalformedPayload));
    }

    /// <summary>A bool: anything but 0 is true.</summary>
    public bool ReadBool() => ReadUInt64() != 0;

    /// <summary>A string, which proto3 wants to be UTF-8.</summary>
    public string ReadText()
    {
        ReadOnlySpan<byte> utf8 = ReadDelimited();
        if (names.TryFind(utf8, out string? known))
        {
            return known;
        }

        if (!Utf8.IsValid(utf8))
        {
            Fail(DecodeError.InvalidUtf8);
            return string.Empty;
        }

        return names.Add(Encoding.UTF8.GetString(utf8));
    }

    /// <summary>Bytes, whatever they are.</summary>
    public ByteString ReadBytes() => ByteString.CopyFrom(ReadDelimited());

    /// <summary>Begins the message that is the field's content; <see cref="EndMessage"/> ends it.</summary>
    public FieldReader BeginMessage() => new(ReadDelimited(), names);

    /// <summary>Takes over what was wrong with a field's content.</summary>
    public void EndMessage(in FieldReader content)
    {
        if (content.Fault is { } fault)
        {
            Fail(fault);
        }
    }

    /// <summary>Passes over the field of a newer sender.</summary>
    /// <param name="tag">The field.</param>
    /// <param name="isKnown">Whether the message has a field of this number: then its wire type is wrong.</param>
    public void Skip(uint tag, bool isKnown)
    {
        if (isKnown)
        {
            Fail(DecodeError.MalformedPayload);
            return;
        }

        switch (tag & WireTypeMask)
        {
            case Varint: ReadUInt64(); break;
            case Fixed64: Take(sizeof(ulong)); break;
            case Delimited: ReadDelimited(); break;
            case Fixed32: Take(sizeof(uint)); break;
            default: Fail(DecodeError.MalformedPayload); break;
        }
    }

    private ReadOnlySpan<byte> ReadDelimited() => Take(ReadUInt64());

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
        {
            Fail(DecodeError.MalformedPayload);
            return default;
        }

        ReadOnlySpan<byte> taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    private ulong Fail(DecodeError fault)
    {
        Fault ??= fault;
        _rest = default;
        return 0;
    }
}
