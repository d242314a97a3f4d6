namespace Airlock.Hypervisor.Process.Instructions;

/// <summary>
/// Knows the instructions that move data between memory and a register, compute with an operand in memory, or use a
/// port, as a compiler makes them of volatile accesses; in 64-bit mode. All others are unknown, never guessed.
/// </summary>
internal ref struct InstructionDecoder
{
    private CodeReader _code;
    private Prefixes _prefixes;
    private Instruction _result;

    /// <summary>Decodes one instruction.</summary>
    /// <param name="code">Bytes from its first on, as many as there are.</param>
    /// <param name="instruction">What it does.</param>
    /// <returns>False if it isn't known, or not all there.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> code, out Instruction instruction)
    {
        var decoder = new InstructionDecoder { _code = new CodeReader(code) };
        decoder._prefixes = Prefixes.Read(ref decoder._code, out byte opcode);
        bool isKnown = !decoder._prefixes.IsRefused && decoder.Opcode(opcode) && !decoder._code.IsPastEnd;
        decoder._result.Length = (byte)decoder._code.Position;
        instruction = decoder._result;
        return isKnown;
    }

    private bool Opcode(byte opcode)
    {
        if (opcode == 0x0f)
        {
            opcode = _code.Byte();
            return VectorOpcodes.TryFind(opcode, _prefixes, out VectorOpcode vector)
                ? Vector(vector)
                : _prefixes.Repeat == 0 && SecondOpcode(opcode);
        }

        return opcode is (>= 0x6c and <= 0x6f) or 0xa4 or 0xa5 or 0xaa or 0xab
            ? String(opcode)
            : _prefixes.Repeat == 0 && FirstOpcode(opcode);
    }

    /// <summary>Opcodes of one byte (Intel SDM 2D, table A-2); mostly, even ones are for bytes.</summary>
    private bool FirstOpcode(byte opcode)
    {
        int width = (opcode & 1) == 0 ? 1 : _prefixes.OperandWidth;
        int portWidth = (opcode & 1) == 0 ? 1 : _prefixes.NarrowWidth;
        switch (opcode)
        {
            case < 0x40 when (opcode & 4) == 0:
                return RegisterForm((opcode & 2) == 0 ? Operation.ComputeMemory : Operation.ComputeRegister,
                    width, width, (ArithmeticOperation)(opcode >> 3));
            case 0x63 when _prefixes.OperandWidth != 2:
                return RegisterForm(Operation.LoadSigned, 4, width);
            case 0x80 or 0x81 or 0x83:
                return Group1(opcode, width);
            case 0x84 or 0x85:
                return RegisterForm(Operation.ComputeMemory, width, width, ArithmeticOperation.Test);
            case 0x88 or 0x89:
                return RegisterForm(Operation.Store, width, width);
            case 0x8a or 0x8b:
                return RegisterForm(Operation.Load, width, width);
            case 0xa0 or 0xa1:
                return Offset(Operation.Load, width);
            case 0xa2 or 0xa3:
                return Offset(Operation.Store, width);
            case 0xc6 or 0xc7:
                return TryMemory(out byte modRm, width) && Extension(modRm) == 0
                    && Immediate(Operation.Store, Math.Min(width, 4));
            case 0xe4 or 0xe5 or 0xec or 0xed:
                return Port(Operation.In, portWidth, hasNumber: opcode < 0xec);
            case 0xe6 or 0xe7 or 0xee or 0xef:
                return Port(Operation.Out, portWidth, hasNumber: opcode < 0xec);
            case 0xf4:
                _result.Operation = Operation.Halt;
                return true;
            case 0xf6 or 0xf7:
                return Group3(width);
            case 0xfe or 0xff:
                return Group4(width);
            default:
                return false;
        }
    }

    /// <summary>Opcodes after 0F (table A-3) without a prefix of their own.</summary>
    private bool SecondOpcode(byte opcode)
    {
        int width = _prefixes.OperandWidth;
        switch (opcode)
        {
            case 0xb6 or 0xb7:
                return RegisterForm(Operation.Load, opcode - 0xb5, width);
            case 0xbe or 0xbf:
                return RegisterForm(Operation.LoadSigned, opcode - 0xbd, width);
            case 0xba:
                return Group8(width);
            case 0xc3 when _prefixes.Mandatory == 0:
                return RegisterForm(Operation.Store, width, width); // MOVNTI
            default:
                return false;
        }
    }

    /// <summary>80, 81 and 83: arithmetic with an immediate.</summary>
    private bool Group1(byte opcode, int width) =>
        TryMemory(out byte modRm, width) && Immediate(
            Operation.ComputeMemory, opcode == 0x83 ? 1 : Math.Min(width, 4), (ArithmeticOperation)Extension(modRm));

    /// <summary>F6 and F7: TEST with an immediate, NOT, NEG; the others divide and multiply.</summary>
    private bool Group3(int width) => TryMemory(out byte modRm, width) && Extension(modRm) switch
    {
        0 => Immediate(Operation.ComputeMemory, Math.Min(width, 4), ArithmeticOperation.Test),
        2 => Immediate(Operation.ComputeMemory, 0, ArithmeticOperation.Not),
        3 => Immediate(Operation.ComputeMemory, 0, ArithmeticOperation.Neg),
        _ => false,
    };

    /// <summary>FE and FF: INC and DEC; the others jump, call and push.</summary>
    private bool Group4(int width) => TryMemory(out byte modRm, width) && Extension(modRm) switch
    {
        0 => Immediate(Operation.ComputeMemory, 0, ArithmeticOperation.Inc),
        1 => Immediate(Operation.ComputeMemory, 0, ArithmeticOperation.Dec),
        _ => false,
    };

    /// <summary>0F BA: BT and its like with an immediate.</summary>
    private bool Group8(int width) => TryMemory(out byte modRm, width) && Extension(modRm) switch
    {
        4 => Immediate(Operation.ComputeMemory, 1, ArithmeticOperation.Bt),
        5 => Immediate(Operation.ComputeMemory, 1, ArithmeticOperation.Bts),
        6 => Immediate(Operation.ComputeMemory, 1, ArithmeticOperation.Btr),
        7 => Immediate(Operation.ComputeMemory, 1, ArithmeticOperation.Btc),
        _ => false,
    };

    private bool RegisterForm(
        Operation operation, int width, int registerWidth, ArithmeticOperation arithmetic = default)
    {
        bool isMemory = TryMemory(out byte modRm, width);
        _result.Operation = operation;
        _result.Arithmetic = arithmetic;
        _result.Register = RegisterOperand.OfModRm(modRm, registerWidth, _prefixes);
        return isMemory;
    }

    /// <summary>Takes an immediate; one of no bytes is 0, for what has no second operand.</summary>
    private bool Immediate(Operation operation, int bytes, ArithmeticOperation arithmetic = default)
    {
        _result.Operation = operation;
        _result.Arithmetic = arithmetic;
        _result.HasImmediate = true;
        _result.Immediate = bytes == 0 ? 0 : _code.Signed(bytes);
        return true;
    }

    private bool Offset(Operation operation, int width)
    {
        _result.Operation = operation;
        _result.Width = (byte)width;
        _result.Memory = MemoryOperand.ReadOffset(ref _code, _prefixes);
        _result.Register = RegisterOperand.Accumulator(width);
        return true;
    }

    private bool Port(Operation operation, int width, bool hasNumber)
    {
        _result.Operation = operation;
        _result.Width = (byte)width;
        _result.Register = RegisterOperand.Accumulator(width);
        _result.HasImmediate = hasNumber;
        _result.Immediate = hasNumber ? _code.Byte() : 0;
        return true;
    }

    /// <summary>F2 before these isn't defined.</summary>
    private bool String(byte opcode)
    {
        bool isPort = opcode < 0x70;
        int wide = isPort ? _prefixes.NarrowWidth : _prefixes.OperandWidth;
        int width = (opcode & 1) == 0 ? 1 : wide;
        _result.Operation = opcode switch
        {
            0x6c or 0x6d => Operation.Ins,
            0x6e or 0x6f => Operation.Outs,
            0xa4 or 0xa5 => Operation.Movs,
            _ => Operation.Stos,
        };
        _result.Width = (byte)width;
        _result.Register = RegisterOperand.Accumulator(width);
        _result.Memory = MemoryOperand.At(GeneralRegister.Rsi, _prefixes.Segment, _prefixes.HasAddressSize);
        _result.IsRepeated = _prefixes.Repeat != 0;
        return _prefixes.Repeat != 0xf2;
    }

    private bool Vector(VectorOpcode opcode)
    {
        bool isMemory = TryMemory(out byte modRm, opcode.Width);
        _result.Operation = opcode.IsStore ? Operation.VectorStore : Operation.VectorLoad;
        _result.IsAligned = opcode.IsAligned;
        _result.Vector = (byte)(Extension(modRm) | _prefixes.Register);
        return isMemory;
    }

    /// <summary>Takes ModRM, SIB and displacement.</summary>
    /// <returns>False if the operand is a register.</returns>
    private bool TryMemory(out byte modRm, int width)
    {
        modRm = _code.Byte();
        if (modRm >= 0xc0)
        {
            return false;
        }

        _result.Width = (byte)width;
        _result.Memory = MemoryOperand.Read(ref _code, modRm, _prefixes);
        return true;
    }

    private static int Extension(byte modRm) => (modRm >> 3) & 7;
}
