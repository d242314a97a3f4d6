using System;
using System.Runtime.InteropServices;
using Airlock.Guest.Platform;

namespace Hello;

/// <summary>The smallest guest: says that it started and that it is done.</summary>
internal static class Program
{
    // { level: INFO, init: { stage: "hello", device: "guest" } }
    private static ReadOnlySpan<byte> Init =>
        "\x12\x00\x08\x01\x12\x0e\x0a\x05hello\x12\x05guest"u8;

    // { level: COMPLETE, complete: { operation: "hello", success: true } }
    private static ReadOnlySpan<byte> Complete =>
        "\x0d\x00\x08\x04\x32\x09\x0a\x05hello\x18\x01"u8;

    [UnmanagedCallersOnly(EntryPoint = "airlock_main")]
    private static void Main(ulong bootConfigAddress)
    {
        Send<BareMetal>(Init);
        Send<BareMetal>(Complete);
    }

    private static void Send<TPlatform>(ReadOnlySpan<byte> frame)
        where TPlatform : struct, IPlatform
    {
        foreach (byte value in frame)
        {
            TPlatform.WritePort8(0x3f8, value);
        }
    }
}
