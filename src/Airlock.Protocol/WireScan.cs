namespace Airlock.Protocol;

/// <summary>A cursor over protobuf's wire format (protobuf.dev, "Encoding") that can't leave its input.</summary>
internal ref struct WireScan(ReadOnlySpan<byte> bytes)
{
    /// <summary>A varint of 64 bits has ten bytes; the tenth holds the last bit alone.</summary>
    private const int MaxVarintLength = 10;

    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public bool TryReadVarint(out ulong value)
    {
        value = 0;
        for (int i = 0; i < Math.Min(_rest.Length, MaxVarintLength); i++)
        {
            ulong bits = _rest[i] & 0x7fUL;
            value |= bits << (7 * i);
            if (_rest[i] < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return i < MaxVarintLength - 1 || bits <= 1;
            }
        }

        return false;
    }

    public bool TrySkip(int length)
    {
        if (length > _rest.Length)
        {
            return false;
        }

        _rest = _rest[length..];
        return true;
    }

    public bool TryReadDelimited(out ReadOnlySpan<byte> content)
    {
        content = default;
        if (!TryReadVarint(out ulong length) || length > (ulong)_rest.Length)
        {
            return false;
        }

        content = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return true;
    }
}
