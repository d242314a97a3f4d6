using System;

namespace Airlock.Guest.Transports;

/// <summary>A way for bytes to the host. Implemented by structs only, so that calls to it are direct.</summary>
public interface IMessageTransport
{
    /// <summary>Sends all of <paramref name="bytes"/>, in order; can't fail as far as the guest can know.</summary>
    void Send(ReadOnlySpan<byte> bytes);
}
