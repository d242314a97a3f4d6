using Airlock.Hypervisor;
using Airlock.Memory;
using Airlock.Protocol;
using Airlock.Vmm.Messages;

namespace Airlock.Vmm.Devices;

/// <summary>The ways on which messages can come in a run: COM1, and the one that the guest was told of.</summary>
internal sealed class MessageDevices : IDisposable
{
    private readonly EventFd _arrived = new();
    private readonly IMessageDevice? _device;

    public MessageDevices(Transport transport, GuestMemory memory)
    {
        Serial = new SerialPipe(_arrived);
        _device = transport switch
        {
            Transport.Console => new ConsoleChannel(memory, _arrived),
            Transport.Shared => new SharedRing(memory, _arrived),
            _ => null,
        };
        Feed = new MessageFeed(_arrived, Serial, _device);
    }

    /// <summary>Where COM1's bytes go.</summary>
    public SerialPipe Serial { get; }

    public void MapTo(Bus mmio) => _device?.MapTo(mmio);

    public void AddDoorbell(IVirtualMachine machine) => _device?.AddDoorbell(machine);

    /// <summary>What comes on all ways, for one thread, and for as long as the machine's memory is there.</summary>
    public MessageFeed Feed { get; }

    /// <summary>Lets everybody go who waits on either side: the machine is stopping.</summary>
    public void Release()
    {
        Serial.Release();
        _device?.Release();
        _arrived.Signal();
    }

    public void Dispose() => _arrived.Dispose();
}
