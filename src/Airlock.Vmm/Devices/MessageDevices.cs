using Airlock.Hypervisor;
using Airlock.Memory;
using Airlock.Protocol;
using Airlock.Vmm.Messages;

namespace Airlock.Vmm.Devices;

/// <summary>The ways on which messages can come in a run: COM1, and the one that the guest was told of.</summary>
internal sealed class MessageDevices : IDisposable
{
    private readonly IMessageDevice? _device;

    public MessageDevices(Transport transport, GuestMemory memory)
    {
        Serial = new SerialPipe(Arrived);
        _device = transport switch
        {
            Transport.Console => new ConsoleChannel(memory, Arrived),
            Transport.Shared => new SharedRing(memory, Arrived),
            _ => null,
        };
        Feed = new MessageFeed(Arrived, Serial, _device);
    }

    /// <summary>Wakes who waits for messages.</summary>
    public EventFd Arrived { get; } = new();

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
        Arrived.Signal();
    }

    public void Dispose() => Arrived.Dispose();
}
