using System;
using Airlock.Guest.Messages;
using Airlock.Guest.Platform;
using Airlock.Guest.Virtio;

namespace Airlock.Guest.Transports;

/// <summary>The transport that the boot configuration announces; COM1 while there is no other.</summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
public struct AnnouncedTransport<TPlatform> : IMessageTransport
    where TPlatform : struct, IPlatform
{
    // A default one is COM1.
    private Transport _kind;
    private ConsoleTransport<TPlatform> _console;
    private RingTransport<TPlatform> _ring;

    /// <summary>Changes over to a virtio console; on failure, everything stays as it is.</summary>
    /// <param name="window">The device's window.</param>
    /// <param name="area">Guest-physical address of 64 KiB for its queue and buffers.</param>
    /// <param name="mode">How it learns that the device has taken a buffer.</param>
    public DriverError UseConsole(ulong window, ulong area, CompletionMode mode)
    {
        DriverError error = _console.Start(window, area, mode);
        if (error == DriverError.None)
        {
            _kind = Transport.Console;
        }

        return error;
    }

    /// <summary>Changes over to a ring in RAM, all of which is there.</summary>
    /// <param name="address">Guest-physical address of the ring.</param>
    /// <param name="length">Bytes that it holds, a power of two.</param>
    /// <param name="registers">The window of its registers.</param>
    public void UseRing(ulong address, uint length, ulong registers)
    {
        _ring = new RingTransport<TPlatform>(address, length, registers);
        _kind = Transport.Shared;
    }

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        switch (_kind)
        {
            case Transport.Shared:
                _ring.Send(bytes);
                return;
            case Transport.Console:
                _console.Send(bytes);
                if (_console.Error == DriverError.None)
                {
                    return;
                }

                // The device has broken: what is to be said about that goes out by COM1, which is there always.
                _kind = Transport.Serial;
                break;
        }

        default(SerialTransport<TPlatform>).Send(bytes);
    }

    /// <inheritdoc/>
    public void Flush()
    {
        if (_kind == Transport.Console)
        {
            _console.Flush();
        }
    }
}
