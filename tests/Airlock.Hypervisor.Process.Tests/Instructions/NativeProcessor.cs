using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Airlock.Abi.Machine;
using Airlock.Hypervisor.Process.Instructions;

namespace Airlock.Hypervisor.Process.Tests.Instructions;

/// <summary>
/// Runs single instructions on this processor, with memory where the machine has device windows and some of its RAM.
/// </summary>
internal sealed unsafe partial class NativeProcessor
{
    /// <summary>RAM that instructions may touch, at its guest-physical address.</summary>
    public const ulong RamBase = 0x20_0000;
    public const int RamLength = 0x1_0000;

    private const ulong StateBase = 0x2000_0000;
    private const ulong CodeBase = 0x2001_0000;
    private const ulong DirectionFlag = 1 << 10;
    private const ulong InterruptFlag = 1 << 9;
    private const int PROT_READ = 1, PROT_WRITE = 2, PROT_EXEC = 4;
    private const int MAP_PRIVATE = 2, MAP_ANONYMOUS = 0x20, MAP_FIXED_NOREPLACE = 0x10_0000;

    // SAFETY: the constructor maps a page there, or throws.
    private readonly NativeState* _state = (NativeState*)StateBase;
    private readonly ulong _instruction;

    private NativeProcessor()
    {
        MapAt(MemoryMap.DeviceWindows, MemoryMap.LargePageSize, PROT_READ | PROT_WRITE);
        MapAt(RamBase, RamLength, PROT_READ | PROT_WRITE);
        MapAt(StateBase, MemoryMap.PageSize, PROT_READ | PROT_WRITE);
        MapAt(CodeBase, MemoryMap.PageSize, PROT_READ | PROT_WRITE | PROT_EXEC);
        var code = new NativeCode(StateBase);
        byte[] prologue = code.Prologue();
        _instruction = CodeBase + (ulong)prologue.Length;
        prologue.CopyTo(SpanAt(CodeBase, prologue.Length));
        byte[] epilogue = code.Epilogue();
        epilogue.CopyTo(SpanAt(_instruction + CodeReader.MaxLength, epilogue.Length));
    }

    /// <summary>Its mappings are there once. It runs one instruction at a time.</summary>
    public static NativeProcessor Instance { get; } = new();

    /// <summary>The RIP of each instruction.</summary>
    public ulong InstructionPointer => _instruction;

    /// <summary>The XMM registers, loaded before and saved after the instruction.</summary>
    public Span<Vector128<byte>> Vectors => _state->Vectors;

    /// <summary>Memory at one of the addresses above.</summary>
    // SAFETY: only for tests, whose addresses lie in the mappings that the constructor has made.
    public static Span<byte> SpanAt(ulong address, int length) => new((void*)address, length);

    /// <summary>Runs an instruction that neither jumps, faults nor names RSP.</summary>
    /// <param name="registers">Before and after; RSP, RIP and the segments stay as they are.</param>
    public void Run(ReadOnlySpan<byte> instruction, ref UserRegisters registers)
    {
        Span<byte> slot = SpanAt(_instruction, CodeReader.MaxLength);
        slot.Fill(0x90); // NOP
        instruction.CopyTo(slot);
        for (int i = 0; i < NativeState.RegisterCount; i++)
        {
            _state->General[i] = GeneralRegister.Of(ref registers, i);
        }

        const ulong used = Arithmetic.StatusFlags | DirectionFlag;
        _state->Flags = (registers.Eflags & used) | InterruptFlag;

        // SAFETY: the code was put together above, saves what belongs to the caller, and touches only these mappings.
        ((delegate* unmanaged<void>)CodeBase)();
        for (int i = 0; i < NativeState.RegisterCount; i++)
        {
            GeneralRegister.Of(ref registers, i) = _state->General[i];
        }

        registers.Eflags = (registers.Eflags & ~used) | (_state->Flags & used);
    }

    private static void MapAt(ulong address, ulong length, int protection)
    {
        const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
        nint mapped = Map((nint)address, (nuint)length, protection, flags, -1, 0);
        if (mapped != (nint)address)
        {
            throw new InvalidOperationException($"This process has no room at 0x{address:x}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int fd, long offset);
}
