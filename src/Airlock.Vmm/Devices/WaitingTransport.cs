using Airlock.Memory;
using Airlock.Virtio.Mmio;

namespace Airlock.Vmm.Devices;

/// <summary>
/// A transport whose InterruptStatus answers only when something has happened, while there is something to wait for.
/// See <see cref="CompletionGate"/>.
/// </summary>
internal sealed class WaitingTransport : IBusDevice
{
    private const int MostAwaited = 16;

    private readonly VirtioMmioTransport _transport;
    private readonly CompletionGate _gate;
    private readonly Func<int> _attend;

    /// <param name="attend">Sees to it that all that is pending gets done, and returns how many requests that is.</param>
    public WaitingTransport(VirtioMmioTransport transport, CompletionGate gate, Func<int> attend)
    {
        _transport = transport;
        _gate = gate;
        _attend = attend;
    }

    public BusAnswer Read(ulong offset, int width, out ulong value)
    {
        if (offset == VirtioMmioTransport.InterruptStatusOffset)
        {
            _gate.Enter();
            int pending = _attend();
            if (pending > 0)
            {
                _gate.Wait(Enough(pending));
            }
        }

        return _transport.Read(offset, width, out value);
    }

    public BusAnswer Write(ulong offset, int width, ulong value) => _transport.Write(offset, width, value);

    /// <summary>
    /// Half of it: an exit for many completions, and the other half keeps the devices busy until the guest has found them
    /// new work. Many small requests are done in the time of an exit, so that more of them is too late.
    /// </summary>
    private static int Enough(int pending) => Math.Min((pending + 1) / 2, MostAwaited);
}
