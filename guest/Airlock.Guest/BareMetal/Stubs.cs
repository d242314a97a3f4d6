using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace Airlock.Guest.Platform;

/// <summary>Instructions that C# has no words for: the functions of start.S and sha256.S.</summary>
internal static class Stubs
{
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("airlock_out8")]
    internal static extern void Out8(ushort port, byte value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("airlock_out16")]
    internal static extern void Out16(ushort port, ushort value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("airlock_out32")]
    internal static extern void Out32(ushort port, uint value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("airlock_in8")]
    internal static extern byte In8(ushort port);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("airlock_in16")]
    internal static extern ushort In16(ushort port);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("airlock_in32")]
    internal static extern uint In32(ushort port);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("airlock_pause")]
    internal static extern void Pause();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("airlock_frame_pointer")]
    internal static extern ulong FramePointer();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("airlock_has_sha")]
    internal static extern uint HasSha();

    // SAFETY: only where HasSha says so; the caller has state and blocks for itself.
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("airlock_sha256")]
    internal static extern unsafe void Sha256(uint* state, byte* blocks, nuint count);

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("airlock_halt")]
    internal static extern void Halt();
}
