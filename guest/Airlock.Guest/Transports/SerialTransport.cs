using System;
using Airlock.Abi.Machine;
using Airlock.Guest.Platform;

namespace Airlock.Guest.Transports;

/// <summary>
/// Messages through COM1, one OUT a byte. The line status isn't looked at: the machine's transmitter is always empty,
/// and each look would cost an exit.
/// </summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
public readonly struct SerialTransport<TPlatform> : IMessageTransport
    where TPlatform : struct, IPlatform
{
    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            TPlatform.WritePort8(Ports.Com1, value);
        }
    }

    /// <summary>Each byte is on its way already.</summary>
    public void Flush()
    {
    }
}
