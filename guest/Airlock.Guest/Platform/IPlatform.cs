namespace Airlock.Guest.Platform;

/// <summary>
/// What a driver needs of the machine below it. Drivers are generic over a struct that implements this, so that each
/// call is direct or inlined, and the same source runs on bare metal and, in tests, against a device model in process.
/// </summary>
public unsafe interface IPlatform
{
    /// <summary>One 32-bit load from a device window; never merged, split or dropped by the compiler.</summary>
    static abstract uint ReadMmio32(ulong address);

    /// <summary>One 32-bit store to a device window; never merged, split or dropped by the compiler.</summary>
    static abstract void WriteMmio32(ulong address, uint value);

    /// <summary>One byte OUT to an I/O port.</summary>
    static abstract void WritePort8(ushort port, byte value);

    /// <summary>One byte IN from an I/O port.</summary>
    static abstract byte ReadPort8(ushort port);

    /// <summary>
    /// What is known about the UART whose first port is <paramref name="port"/>, COM1 or COM2: one state for all that
    /// send by it.
    /// </summary>
    static abstract ref Transmitter Transmitter(ushort port);

    /// <summary>Where the program sees guest-physical memory: the identity on bare metal.</summary>
    // SAFETY: a caller names RAM that it owns, as its own SAFETY line says; the pointer is good as long as RAM is.
    static abstract byte* Ram(ulong address);

    /// <summary>Tells the processor that this is a spin loop (PAUSE).</summary>
    static abstract void Pause();

    /// <summary>
    /// Takes blocks into the hash value of SHA-256 by the processor's own instructions (FIPS 180-4, 6.2.2); false if it has
    /// none, and nothing is done.
    /// </summary>
    /// <param name="state">The eight words of the hash value.</param>
    /// <param name="blocks">Blocks of 64 bytes.</param>
    /// <param name="count">How many they are.</param>
    // SAFETY: a caller has all of state and blocks for itself, as its own SAFETY line says.
    static abstract bool TryHashSha256(uint* state, byte* blocks, nuint count);
}
