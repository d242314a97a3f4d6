using System.Runtime.CompilerServices;
using Airlock.Abi.Machine;

namespace Airlock.Guest.Platform;

/// <summary>Who called whom, as return addresses: with the ELF's symbols or the map they are methods.</summary>
internal static unsafe class StackTrace
{
    private const int MaxFrames = 16;

    // A frame as compiled C# leaves it: the caller's RBP, then the return address.
    private const ulong FrameSize = 16;

    /// <summary>Writes the return addresses to COM2, innermost first.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Write()
    {
        DebugText.Write(" at"u8);
        // SAFETY: this method has a frame, since it calls others; above it is the panic handler's, of no interest.
        ulong previous = Stubs.FramePointer();
        ulong frame = *(ulong*)previous;
        for (int i = 0; i < MaxFrames && IsFrame(frame, previous); i++)
        {
            // SAFETY: IsFrame has seen to it that both words lie on the stack.
            ulong* words = (ulong*)frame;
            DebugText.Write(" "u8);
            DebugText.WriteHex(words[1]);
            previous = frame;
            frame = words[0];
        }
    }

    // A broken stack may hold anything: frames must be aligned, on the stack, and each above the one before.
    private static bool IsFrame(ulong address, ulong previous) =>
        address % sizeof(ulong) == 0
        && address >= MemoryMap.StackBottom
        && address <= MemoryMap.StackTop - FrameSize
        && address > previous;
}
