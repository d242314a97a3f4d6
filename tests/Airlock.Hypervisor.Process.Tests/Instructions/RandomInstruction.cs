using System.Buffers.Binary;
using Airlock.Abi.Machine;
using Airlock.Hypervisor.Process.Instructions;

namespace Airlock.Hypervisor.Process.Tests.Instructions;

/// <summary>An instruction that the decoder knows, and registers with which it touches a device's window.</summary>
internal sealed class RandomInstruction
{
    /// <summary>Bytes on both sides of an address that nothing else lies in.</summary>
    public const int Margin = 64;

    private const int MaxElements = 5;

    /// <summary>What is no opcode, so that it isn't known where ModRM is.</summary>
    private static readonly byte[] s_prefixes =
    [
        0x0f, 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3,
        .. Enumerable.Range(0x40, 0x10).Select(rex => (byte)rex),
    ];

    private readonly Random _random;
    private readonly byte[] _code = new byte[CodeReader.MaxLength];
    private readonly int _modRm;
    private readonly Instruction _decoded;
    private UserRegisters _registers;

    private RandomInstruction(Random random)
    {
        _random = random;
        _random.NextBytes(_code);
        byte[] prefix = _random.Next(5) switch { 0 => [0x66], 1 => [0xf3], 2 => [0xf2], _ => [] };
        byte[] addressSize = _random.Next(4) == 0 ? [0x67] : [];
        byte[] rex = _random.Next(2) == 0 ? [(byte)_random.Next(0x40, 0x50)] : [];
        byte[] escape = _random.Next(2) == 0 ? [0x0f] : [];
        byte[] start = [.. prefix, .. addressSize, .. rex, .. escape];
        start.CopyTo(_code, 0);
        _modRm = start.Length + 1;
        bool isOpcode = escape.Length > 0 || !s_prefixes.Contains(_code[start.Length]);
        IsUsable = isOpcode && InstructionDecoder.TryDecode(_code, out _decoded)
            && !_decoded.IsPrivileged && !NamesForbidden();
    }

    public ReadOnlySpan<byte> Code => _code.AsSpan(0, _decoded.Length);

    public Operation Operation => _decoded.Operation;

    public ArithmeticOperation Arithmetic => _decoded.Arithmetic;

    public UserRegisters Registers => _registers;

    /// <summary>What it touches in a window.</summary>
    public ulong Address { get; private set; }

    /// <summary>A place in RAM for the other side of MOVS.</summary>
    public ulong RamAddress { get; private set; }

    private bool IsUsable { get; }

    private bool IsTwoByte => _modRm >= 2 && _code[_modRm - 2] == 0x0f;

    private bool IsString => Operation is Operation.Movs or Operation.Stos;

    /// <param name="instructionPointer">Where it is going to run.</param>
    public static RandomInstruction Next(Random random, ulong instructionPointer)
    {
        var made = new RandomInstruction(random);
        while (!made.IsUsable)
        {
            made = new RandomInstruction(random);
        }

        made.MakeRegisters(instructionPointer);
        return made;
    }

    private void MakeRegisters(ulong instructionPointer)
    {
        _registers = RandomRegisters.Next(_random);
        _registers.Rip = instructionPointer;
        Address = Place(MemoryMap.DeviceWindows, (int)MemoryMap.LargePageSize);
        RamAddress = Place(NativeProcessor.RamBase, NativeProcessor.RamLength);
        if (IsString)
        {
            PlaceString();
        }
        else
        {
            PlaceOperand();
        }
    }

    /// <summary>RSP and FS belong to the process that runs this.</summary>
    private bool NamesForbidden() =>
        _decoded.Memory.Base == GeneralRegister.Rsp || _decoded.Memory.Segment != SegmentBase.Zero
        || (_decoded.Memory.Index != MemoryOperand.None && _decoded.Memory.Base == _decoded.Memory.Index)
        || (_decoded.Register.Number == GeneralRegister.Rsp && !_decoded.HasImmediate);

    private ulong Place(ulong start, int length)
    {
        ulong address = start + (ulong)_random.Next(Margin, length - (2 * Margin));
        return _decoded.IsAligned ? address & ~15UL : address;
    }

    private void PlaceString()
    {
        bool isMovs = Operation == Operation.Movs;
        bool isFromDevice = isMovs && _random.Next(2) == 0;
        _registers.Rsi = isFromDevice ? Address : RamAddress;
        _registers.Rdi = isFromDevice ? RamAddress : Address;
        if (_decoded.IsRepeated)
        {
            _registers.Rcx = (ulong)_random.Next(1, MaxElements + 1);
        }

        if (_decoded.Memory.Is32Bit)
        {
            ulong unused = (ulong)_random.Next() << 32;
            _registers.Rsi |= unused;
            _registers.Rdi |= unused;
            _registers.Rcx |= unused;
        }
    }

    /// <summary>Sets the base register, or else the displacement, so that the address comes out.</summary>
    private void PlaceOperand()
    {
        MemoryOperand memory = _decoded.Memory;
        if (memory.Index != MemoryOperand.None && memory.Base is MemoryOperand.None)
        {
            GeneralRegister.Of(ref _registers, memory.Index) = (ulong)_random.Next(0x1000);
        }

        ulong next = _registers.Rip + _decoded.Length;
        ulong distance = Address - memory.AddressIn(ref _registers, next);
        if (memory.Base is not (MemoryOperand.None or MemoryOperand.InstructionPointer))
        {
            GeneralRegister.Of(ref _registers, memory.Base) += distance;
        }
        else if (_code[_modRm - 1] is >= 0xa0 and <= 0xa3 && memory.Index == MemoryOperand.None && !IsTwoByte)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(_code.AsSpan(_modRm), Address);
        }
        else
        {
            int displacement = _modRm + ((_code[_modRm] & 7) == 4 ? 2 : 1);
            int value = BinaryPrimitives.ReadInt32LittleEndian(_code.AsSpan(displacement)) + (int)distance;
            BinaryPrimitives.WriteInt32LittleEndian(_code.AsSpan(displacement), value);
        }
    }
}
