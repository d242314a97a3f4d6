namespace Airlock.Hypervisor.Process.Instructions;

/// <summary>An operand in memory: base + index * 2^shift + displacement (Intel SDM 1, 3.7.5).</summary>
/// <param name="Base">Number of a general register, <see cref="InstructionPointer"/> or <see cref="None"/>.</param>
/// <param name="Index">Number of a general register, or <see cref="None"/>.</param>
/// <param name="Shift">Of the index.</param>
/// <param name="Displacement">Sign-extended.</param>
/// <param name="Segment">What is added in the end.</param>
/// <param name="Is32Bit">Whether the sum is cut to 32 bits before.</param>
internal readonly record struct MemoryOperand(
    sbyte Base, sbyte Index, byte Shift, long Displacement, SegmentBase Segment, bool Is32Bit)
{
    public const sbyte None = -1;
    public const sbyte InstructionPointer = 16;

    /// <summary>Takes SIB and displacement; ModRM has been taken, and says that it is no register.</summary>
    public static MemoryOperand Read(ref CodeReader code, byte modRm, in Prefixes prefixes)
    {
        int mode = modRm >> 6;
        int rm = modRm & 7;
        int @base = rm | prefixes.Base;
        int index = None;
        int shift = 0;
        if (rm == 4)
        {
            byte sib = code.Byte();
            shift = sib >> 6;
            index = ((sib >> 3) & 7) | prefixes.Index;
            index = index == GeneralRegister.Rsp ? None : index;
            @base = (sib & 7) == 5 && mode == 0 ? None : (sib & 7) | prefixes.Base;
        }
        else if (rm == 5 && mode == 0)
        {
            @base = InstructionPointer;
        }

        bool hasLong = mode == 2 || @base is None or InstructionPointer;
        long displacement = hasLong ? code.Signed(sizeof(int)) : mode == 1 ? code.Signed(sizeof(byte)) : 0;
        return new MemoryOperand(
            (sbyte)@base, (sbyte)index, (byte)shift, displacement, prefixes.Segment, prefixes.HasAddressSize);
    }

    /// <summary>Takes the address of A0 to A3, which have nothing but that.</summary>
    public static MemoryOperand ReadOffset(ref CodeReader code, in Prefixes prefixes)
    {
        long offset = code.Signed(prefixes.HasAddressSize ? sizeof(uint) : sizeof(ulong));
        return new MemoryOperand(None, None, 0, offset, prefixes.Segment, prefixes.HasAddressSize);
    }

    /// <summary>What a string instruction's register points to.</summary>
    public static MemoryOperand At(int register, SegmentBase segment, bool is32Bit) =>
        new((sbyte)register, None, 0, 0, segment, is32Bit);

    /// <summary>The address, wherever that may be; sums wrap as they do in the processor.</summary>
    /// <param name="nextInstruction">RIP after this instruction, where that can be the base.</param>
    /// <param name="offset">Added to the displacement.</param>
    public ulong AddressIn(ref UserRegisters registers, ulong nextInstruction = 0, long offset = 0)
    {
        ulong address = (ulong)(Displacement + offset);
        if (Base == InstructionPointer)
        {
            address += nextInstruction;
        }
        else if (Base != None)
        {
            address += GeneralRegister.Of(ref registers, Base);
        }

        if (Index != None)
        {
            address += GeneralRegister.Of(ref registers, Index) << Shift;
        }

        address = Is32Bit ? (uint)address : address;
        return Segment switch
        {
            SegmentBase.Fs => address + registers.FsBase,
            SegmentBase.Gs => address + registers.GsBase,
            _ => address,
        };
    }
}
