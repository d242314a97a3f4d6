using System.Buffers.Binary;

namespace Airlock.Fuzz.Machine;

/// <summary>Takes an input apart into what a guest does. Past the end everything is 0.</summary>
internal ref struct ActionReader(ReadOnlySpan<byte> input)
{
    private ReadOnlySpan<byte> _rest = input;

    public readonly bool IsEmpty => _rest.IsEmpty;

    public byte Byte()
    {
        if (_rest.IsEmpty)
        {
            return 0;
        }

        byte value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public ushort U16() => (ushort)Number(sizeof(ushort));

    public uint U32() => (uint)Number(sizeof(uint));

    public ulong U64() => Number(sizeof(ulong));

    /// <summary>So many bytes, or what is left.</summary>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        ReadOnlySpan<byte> bytes = _rest[..Math.Min(count, _rest.Length)];
        _rest = _rest[bytes.Length..];
        return bytes;
    }

    /// <summary>
    /// What an honest guest would have taken, in fifteen cases of sixteen; otherwise any number of so many bytes.
    /// </summary>
    public ulong Mostly(ulong honest, int width)
    {
        byte twist = Byte();
        return (twist & 15) == 15 ? Number(width) : honest;
    }

    private ulong Number(int width)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        bytes.Clear();
        Bytes(width).CopyTo(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
