using System.Diagnostics.CodeAnalysis;
using System.Threading;
using Airlock.Abi.Machine;

namespace Airlock.Guest.Platform;

/// <summary>
/// The machine itself: guest-physical memory is mapped one to one, device windows and ports trap to the VMM. Works in
/// ring 3 and in ring 0 alike.
/// </summary>
public readonly unsafe struct BareMetal : IPlatform
{
    private static Transmitter s_com1;
    private static Transmitter s_com2;
    private static bool s_isShaKnown;
    private static bool s_hasSha;

    /// <inheritdoc/>
    public static uint ReadMmio32(ulong address)
    {
        // SAFETY: a wrong address raises a page fault, which ends the run; volatile keeps the width and the access.
        return Volatile.Read(ref *(uint*)address);
    }

    /// <inheritdoc/>
    public static void WriteMmio32(ulong address, uint value)
    {
        // SAFETY: as above.
        Volatile.Write(ref *(uint*)address, value);
    }

    /// <inheritdoc/>
    public static void WritePort8(ushort port, byte value) => Stubs.Out8(port, value);

    /// <summary>One 16-bit OUT to an I/O port.</summary>
    public static void WritePort16(ushort port, ushort value) => Stubs.Out16(port, value);

    /// <summary>One 32-bit OUT to an I/O port.</summary>
    public static void WritePort32(ushort port, uint value) => Stubs.Out32(port, value);

    /// <inheritdoc/>
    public static byte ReadPort8(ushort port) => Stubs.In8(port);

    /// <summary>One 16-bit IN from an I/O port.</summary>
    public static ushort ReadPort16(ushort port) => Stubs.In16(port);

    /// <summary>One 32-bit IN from an I/O port.</summary>
    public static uint ReadPort32(ushort port) => Stubs.In32(port);

    /// <inheritdoc/>
    public static ref Transmitter Transmitter(ushort port)
    {
        if (port == Ports.Com1)
        {
            return ref s_com1;
        }

        return ref s_com2;
    }

    /// <inheritdoc/>
    public static byte* Ram(ulong address) => (byte*)address;

    /// <inheritdoc/>
    public static void Pause() => Stubs.Pause();

    /// <inheritdoc/>
    public static bool TryHashSha256(uint* state, byte* blocks, nuint count)
    {
        if (!s_isShaKnown)
        {
            // Once: CPUID ends in the VMM on many machines.
            s_hasSha = Stubs.HasSha() != 0;
            s_isShaKnown = true;
        }

        if (s_hasSha)
        {
            // SAFETY: the caller's own memory; the processor has what the function is made of.
            Stubs.Sha256(state, blocks, count);
        }

        return s_hasSha;
    }

    /// <summary>Ends the run. Say how it went before: with a CompleteMessage.</summary>
    [DoesNotReturn]
    public static void Halt() => Stubs.Halt();
}
