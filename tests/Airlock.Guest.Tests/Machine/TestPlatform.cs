using System;
using Airlock.Guest.Platform;

namespace Airlock.Guest.Tests.Machine;

/// <summary>The platform of a guest that runs on a test's thread, one machine at a time.</summary>
internal readonly unsafe struct TestPlatform : IPlatform
{
    [ThreadStatic]
    private static TestMachine? s_machine;

    /// <summary>The machine that the guest on this thread sees.</summary>
    public static TestMachine Machine
    {
        get => s_machine ?? throw new InvalidOperationException("No machine on this thread.");
        set => s_machine = value;
    }

    public static uint ReadMmio32(ulong address) => Machine.ReadMmio32(address);

    public static void WriteMmio32(ulong address, uint value) => Machine.WriteMmio32(address, value);

    public static void WritePort8(ushort port, byte value) => Machine.WritePort8(port, value);

    public static byte ReadPort8(ushort port) => Machine.ReadPort8(port);

    public static ref Transmitter Transmitter(ushort port) => ref Machine.TransmitterOf(port);

    public static byte* Ram(ulong address) => Machine.Ram(address);

    public static void Pause() => Machine.Pause();

    public static bool TryHashSha256(uint* state, byte* blocks, nuint count) => false;
}
