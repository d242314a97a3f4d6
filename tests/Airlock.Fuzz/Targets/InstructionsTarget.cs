using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Airlock.Abi.Machine;
using Airlock.Fuzz.Engine;
using Airlock.Fuzz.Machine;
using Airlock.Hypervisor;
using Airlock.Hypervisor.Process.Instructions;
using Airlock.Hypervisor.Process.Tests.Instructions;

namespace Airlock.Fuzz.Targets;

/// <summary>
/// An instruction of a guest that has faulted, with any registers: Iced reads it in the same way, or it is refused; and
/// whatever it does, it reaches devices and RAM only where the guest may.
/// </summary>
internal sealed class InstructionsTarget : IFuzzTarget, IVectorRegisters
{
    private const ulong ProgramStart = GuestRam.FirstOpen;
    private const ulong DataStart = ProgramStart + MemoryMap.PageSize;
    private const ulong RamEnd = DataStart + (2 * MemoryMap.PageSize);

    /// <summary>Two halves of a move, or a read and a write.</summary>
    private const int MostExits = 2;

    private static readonly ulong[] s_places =
    [
        0, 1, 9, ProgramStart, DataStart, DataStart + 0x7f8, RamEnd - 4, RamEnd, MemoryMap.DeviceWindows,
        MemoryMap.DeviceWindows + 0x70, MemoryMap.DeviceWindows + 0x1000, MemoryMap.DeviceWindowsEnd - 8,
    ];

    private readonly GuardedMemory _memory = new(RamEnd, GuestRam.FirstOpen);
    private readonly IcedJudge _judge = new();
    private readonly InstructionEmulator _emulator;

    public InstructionsTarget()
    {
        PageRange program = new(ProgramStart, DataStart - ProgramStart, PageRights.Read | PageRights.Execute);
        PageRange data = new(DataStart, RamEnd - DataStart, PageRights.Read | PageRights.Write);
        _emulator = new InstructionEmulator(new GuestPages(_memory.Memory, [program, data]), this);
    }

    public int MaxInputLength => 512;

    private Span<byte> Program => _memory.Open[..(int)MemoryMap.PageSize];

    public void Run(ReadOnlySpan<byte> input)
    {
        var reader = new ActionReader(input);
        int length = reader.Byte() & 15;
        ReadOnlySpan<byte> code = reader.Bytes(length);
        UserRegisters registers = Registers(ref reader);
        string? complaint = _judge.Complaint(code, ref registers);
        FindingException.ThrowUnless(complaint is null, complaint ?? "");

        _memory.Open.Fill(0x5a);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        InstructionDecoder.TryDecode(code, out Instruction instruction);
        ulong next = registers.Rip + instruction.Length;
        Touch(code, registers, instruction.Memory.AddressIn(ref registers, next));
        Touch(code, registers, instruction.Destination.AddressIn(ref registers));
        UserRegisters before = registers;
        Answer(_emulator.StartPrivileged(code, ref registers), before, registers);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        FindingException.ThrowUnless(allocated == 0, $"{allocated} bytes were allocated.");
        FindingException.ThrowUnless(
            !Program.ContainsAnyExcept((byte)0x5a) && _memory.HiddenIsIntact(), "RAM was written without a right.");
    }

    public void Dispose() => _memory.Dispose();

    Vector128<byte> IVectorRegisters.Read(int number) => Vector128.Create((byte)number);

    void IVectorRegisters.Write(int number, Vector128<byte> value)
    {
    }

    private static UserRegisters Registers(ref ActionReader reader)
    {
        var registers = default(UserRegisters);
        foreach (ref ulong register in Numbers(ref registers))
        {
            register = reader.Mostly(s_places[reader.Byte() % s_places.Length], sizeof(ulong));
        }

        return registers;
    }

    private static Span<ulong> Numbers(ref UserRegisters registers) =>
        MemoryMarshal.Cast<UserRegisters, ulong>(new Span<UserRegisters>(ref registers));

    private void Touch(ReadOnlySpan<byte> code, UserRegisters registers, ulong address)
    {
        UserRegisters before = registers;
        Answer(_emulator.StartDevice(code, ref registers, address), before, registers);
    }

    private void Answer(EmulationStep step, UserRegisters before, UserRegisters registers)
    {
        for (int exits = 0; step == EmulationStep.Exit && _emulator.Exit.Kind != GuestExitKind.Halted; exits++)
        {
            FindingException.ThrowUnless(exits < MostExits, "It asks again and again.");
            Check(_emulator.Exit);
            step = _emulator.Continue(ref registers);
        }

        bool isSame = Numbers(ref registers).SequenceEqual(Numbers(ref before));
        FindingException.ThrowUnless(isSame != (step == EmulationStep.Done), $"{step} isn't what registers show.");
    }

    private static void Check(GuestExit exit)
    {
        bool isDevice = exit.Kind == GuestExitKind.Device;
        bool isPlace = isDevice
            ? exit.Address >= MemoryMap.DeviceWindows && exit.Address <= MemoryMap.DeviceWindowsEnd - (ulong)exit.Width
            : exit.Kind == GuestExitKind.Port && exit.Address <= ushort.MaxValue;
        bool isWidth = isDevice
            ? exit.Width is >= 1 and <= 8 && exit.Address % 0x1000 <= 0x1000 - (ulong)exit.Width
            : exit.Width is 1 or 2 or 4;
        bool isLength = isDevice ? exit.Data.Length == exit.Width : exit.Data.Length % exit.Width == 0;
        FindingException.ThrowUnless(
            isPlace && isWidth && isLength, $"{exit.Kind} {exit.Width} of {exit.Data.Length} at 0x{exit.Address:x}.");
        if (!exit.IsWrite)
        {
            exit.Data.Fill(0x80);
        }
    }
}
