namespace Airlock.Hypervisor.Process.Instructions;

/// <summary>What stands before an opcode (Intel SDM 2A, 2.1.1 and 2.2.1).</summary>
internal struct Prefixes
{
    private const byte RexW = 8;
    private const byte RexR = 4;
    private const byte RexX = 2;
    private const byte RexB = 1;

    private byte _rex;
    private bool _has66;

    /// <summary>Whether the address is computed in 32 bits (67).</summary>
    public bool HasAddressSize { get; private set; }

    /// <summary>FS or GS; the other segments start at 0 in 64-bit mode, whatever a prefix says.</summary>
    public SegmentBase Segment { get; private set; }

    /// <summary>F2, F3 or 0: repeats a string instruction, or is part of an SSE opcode.</summary>
    public byte Repeat { get; private set; }

    /// <summary>A LOCK, or both F2 and F3: what isn't emulated with any opcode.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>With any REX, byte registers 4 to 7 are SPL to DIL instead of AH to BH.</summary>
    public readonly bool HasRex => _rex != 0;

    /// <summary>REX.W.</summary>
    public readonly bool IsWide => (_rex & RexW) != 0;

    /// <summary>Bytes of an operand that is no byte: 2, 4 or 8.</summary>
    public readonly int OperandWidth => IsWide ? 8 : NarrowWidth;

    /// <summary>The same of an instruction that has no form of 8 bytes.</summary>
    public readonly int NarrowWidth => _has66 && !IsWide ? 2 : 4;

    /// <summary>The prefix that selects among SSE opcodes: F2 and F3 go before 66.</summary>
    public readonly byte Mandatory => Repeat != 0 ? Repeat : _has66 ? (byte)0x66 : (byte)0;

    /// <summary>Bit 3 of the register in ModRM.reg, of a base and of an index.</summary>
    public readonly int Register => (_rex & RexR) << 1;

    public readonly int Base => (_rex & RexB) << 3;

    public readonly int Index => (_rex & RexX) << 2;

    /// <summary>Takes all prefixes and the first byte of the opcode.</summary>
    public static Prefixes Read(ref CodeReader code, out byte opcode)
    {
        var prefixes = default(Prefixes);
        opcode = code.Byte();
        while (prefixes.TryAdd(opcode))
        {
            opcode = code.Byte();
        }

        return prefixes;
    }

    private bool TryAdd(byte prefix)
    {
        byte rexBefore = _rex;
        _rex = 0; // A REX that isn't right before the opcode has no effect.
        switch (prefix)
        {
            case 0x26 or 0x2e or 0x36 or 0x3e:
                return true;
            case >= 0x40 and <= 0x4f:
                _rex = prefix;
                return true;
            case 0x64:
                Segment = SegmentBase.Fs;
                return true;
            case 0x65:
                Segment = SegmentBase.Gs;
                return true;
            case 0x66:
                _has66 = true;
                return true;
            case 0x67:
                HasAddressSize = true;
                return true;
            case 0xf0:
                IsRefused = true;
                return true;
            case 0xf2 or 0xf3:
                IsRefused |= Repeat != 0 && Repeat != prefix;
                Repeat = prefix;
                return true;
            default:
                _rex = rexBefore;
                return false;
        }
    }
}
