using System;
using Airlock.Abi.Machine;
using Airlock.Guest.Platform;

namespace Airlock.Guest.Transports;

/// <summary>
/// Messages through COM1, one OUT a byte. Whether it can take one is the <see cref="Transmitter"/>'s business.
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
            TPlatform.Transmitter(Ports.Com1).Send<TPlatform>(Ports.Com1, value);
        }
    }

    /// <summary>Each byte is on its way already.</summary>
    public void Flush()
    {
    }
}
