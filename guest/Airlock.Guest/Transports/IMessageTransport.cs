using System;

namespace Airlock.Guest.Transports;

/// <summary>A way for bytes to the host. Implemented by structs only, so that calls to it are direct.</summary>
public interface IMessageTransport
{
    /// <summary>
    /// Sends all of <paramref name="bytes"/>, in order, waiting for the host where there is no room; can't fail as far
    /// as the guest can know. The host may see them only after <see cref="Flush"/>.
    /// </summary>
    void Send(ReadOnlySpan<byte> bytes);

    /// <summary>
    /// Shows the host all that was sent: to be called before the guest waits for something, and before it ends.
    /// </summary>
    void Flush();
}
