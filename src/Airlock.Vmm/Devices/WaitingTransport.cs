using Airlock.Memory;
using Airlock.Virtio.Mmio;

namespace Airlock.Vmm.Devices;

/// <summary>
/// A transport whose InterruptStatus answers only when something has happened, while there is something to wait for.
/// See <see cref="CompletionGate"/>.
/// </summary>
internal sealed class WaitingTransport : IBusDevice
{
    private readonly VirtioMmioTransport _transport;
    private readonly CompletionGate _gate;
    private readonly Func<bool> _nothingToWaitFor;

    public WaitingTransport(VirtioMmioTransport transport, CompletionGate gate, Func<bool> nothingToWaitFor)
    {
        _transport = transport;
        _gate = gate;
        _nothingToWaitFor = nothingToWaitFor;
    }

    public BusAnswer Read(ulong offset, int width, out ulong value)
    {
        if (offset == VirtioMmioTransport.InterruptStatusOffset && !_nothingToWaitFor())
        {
            _gate.Wait();
        }

        return _transport.Read(offset, width, out value);
    }

    public BusAnswer Write(ulong offset, int width, ulong value) => _transport.Write(offset, width, value);
}
