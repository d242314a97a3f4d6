using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using Airlock.Abi.Machine;

namespace Airlock.Guest.Platform;

/// <summary>
/// Where every failed check ends: an ErrorMessage for the host, a line for a person, a halt. Nothing here may fail a
/// check itself, so the frame is fixed but for its last byte, and goes out by the bare transmitter.
/// </summary>
internal static class PanicHandler
{
    // GuestMessage { level: ERROR, error: { operation: "panic", device: "guest", status: ... } }; sector 0 is not sent.
    private static ReadOnlySpan<byte> FrameWithoutStatus =>
    [
        0x14, 0x00,
        0x08, 0x03,
        0x2a, 0x10,
        0x0a, 0x05, (byte)'p', (byte)'a', (byte)'n', (byte)'i', (byte)'c',
        0x12, 0x05, (byte)'g', (byte)'u', (byte)'e', (byte)'s', (byte)'t',
        0x20,
    ];

    [DoesNotReturn]
    [RuntimeExport("airlock_panic")]
    private static void Panic(PanicCode code, string? message)
    {
        foreach (byte value in FrameWithoutStatus)
        {
            Send(value);
        }

        // Codes are below 128, so that this is a whole varint.
        Send((byte)((byte)code & 0x7f));

        DebugText.Write("panic "u8);
        DebugText.WriteHex((ulong)code);
        DebugText.Write(" "u8);
        DebugText.Write(message);
        StackTrace.Write();
        DebugText.Write("\n"u8);
        Stubs.Halt();
    }

    private static void Send(byte value) => BareMetal.Transmitter(Ports.Com1).Send<BareMetal>(Ports.Com1, value);
}
