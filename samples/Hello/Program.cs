using System;
using System.Runtime.InteropServices;
using Airlock.Guest.Messages;
using Airlock.Guest.Platform;
using Airlock.Guest.Transports;

namespace Hello;

/// <summary>The smallest guest: says that it has started and that it is done. Halting is up to the start-up code.</summary>
internal static class Program
{
    private const int MaxFrameLength = 64;

    [UnmanagedCallersOnly(EntryPoint = "airlock_main")]
    private static void Main(ulong bootConfigAddress)
    {
        var init = new InitMessage { Stage = "hello"u8, Device = "guest"u8, Address = bootConfigAddress };
        Span<byte> frame = stackalloc byte[MaxFrameLength];
        if (Frame.TryEncode(Level.Info, init, frame, out int length))
        {
            Send(frame.Slice(0, length));
        }

        var complete = new CompleteMessage { Operation = "hello"u8, Success = true };
        if (Frame.TryEncode(Level.Complete, complete, frame, out length))
        {
            Send(frame.Slice(0, length));
        }
    }

    private static void Send(ReadOnlySpan<byte> frame) => default(SerialTransport<BareMetal>).Send(frame);
}
