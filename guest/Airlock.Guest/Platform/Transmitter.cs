using Airlock.Abi.Machine;

namespace Airlock.Guest.Platform;

/// <summary>
/// The sending half of a UART. Before each byte it looks at the line status, because a byte that comes too early is
/// lost; unless the VMM has said that there is no too early, for each look is an exit.
/// </summary>
public struct Transmitter
{
    /// <summary>
    /// A UART that has been given nothing yet is empty, or has a few bytes of somebody else's. One that doesn't say so
    /// soon has no line status.
    /// </summary>
    private const uint FirstLooks = 1000;

    private const uint FirstSpins = 4;

    private State _state;

    private enum State : byte
    {
        /// <summary>Nothing is known. The value of a zeroed one.</summary>
        Fresh,

        /// <summary>The line status has been seen to say that the transmitter is empty.</summary>
        Answering,

        /// <summary>There is no need to look.</summary>
        NeverBusy,

        /// <summary>
        /// Nobody has taken the last byte for very long. Nothing more is sent: a stream that breaks off is better than
        /// one with holes.
        /// </summary>
        Stuck,
    }

    /// <summary>From now on the line status isn't looked at.</summary>
    public void NeverBlocks() => _state = State.NeverBusy;

    /// <summary>
    /// Sends a byte by the UART whose first port is <paramref name="port"/>, once there is room for it.
    /// </summary>
    public void Send<TPlatform>(ushort port, byte value)
        where TPlatform : struct, IPlatform
    {
        if (_state != State.NeverBusy)
        {
            Await<TPlatform>(port);
        }

        if (_state != State.Stuck)
        {
            TPlatform.WritePort8(port, value);
        }
    }

    private void Await<TPlatform>(ushort port)
        where TPlatform : struct, IPlatform
    {
        if (_state == State.Stuck)
        {
            return;
        }

        var backoff = default(Backoff);
        uint limit = _state == State.Fresh ? FirstLooks : Backoff.Patience;
        for (uint look = 0; look < limit; look++)
        {
            if ((TPlatform.ReadPort8((ushort)(port + Ports.LineStatus)) & Ports.TransmitterEmpty) != 0)
            {
                _state = State.Answering;
                return;
            }

            backoff.Pause<TPlatform>(FirstSpins);
        }

        _state = _state == State.Fresh ? State.NeverBusy : State.Stuck;
    }
}
