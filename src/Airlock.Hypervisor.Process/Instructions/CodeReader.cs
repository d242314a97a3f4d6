using System.Buffers.Binary;

namespace Airlock.Hypervisor.Process.Instructions;

/// <summary>Takes the bytes of one instruction, from left to right. Past the end it reads 0, and says so.</summary>
internal ref struct CodeReader(ReadOnlySpan<byte> code)
{
    /// <summary>A longer instruction is #GP (Intel SDM 2A, 2.3.11).</summary>
    public const int MaxLength = 15;

    private readonly ReadOnlySpan<byte> _code = code[..Math.Min(code.Length, MaxLength)];

    /// <summary>Bytes taken so far.</summary>
    public int Position { get; private set; }

    /// <summary>Whether more was asked for than there is.</summary>
    public bool IsPastEnd { get; private set; }

    public byte Byte() => (byte)Signed(sizeof(byte));

    /// <summary>A little-endian number of 1, 2, 4 or 8 bytes, sign-extended.</summary>
    public long Signed(int width)
    {
        if (width > _code.Length - Position)
        {
            IsPastEnd = true;
            return 0;
        }

        ReadOnlySpan<byte> bytes = _code.Slice(Position, width);
        Position += width;
        return width switch
        {
            1 => (sbyte)bytes[0],
            2 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            4 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        };
    }
}
