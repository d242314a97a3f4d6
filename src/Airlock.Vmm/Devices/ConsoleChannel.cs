using Airlock.Abi.Machine;
using Airlock.Hypervisor;
using Airlock.Memory;
using Airlock.Virtio;
using Airlock.Virtio.Console;
using Airlock.Virtio.Mmio;
using Airlock.Virtio.Queues;

namespace Airlock.Vmm.Devices;

/// <summary>The virtio console with all that belongs to it; it is served by the thread that reads messages.</summary>
internal sealed class ConsoleChannel : IMessageDevice, IQueueNotifier, IDeviceEvents
{
    private readonly EventFd _arrived;
    private readonly CompletionGate _gate = new();
    private readonly ConsoleDevice _device;
    private readonly VirtioMmioTransport _transport;

    /// <param name="arrived">Signaled when the guest has sent something.</param>
    public ConsoleChannel(GuestMemory memory, EventFd arrived)
    {
        _arrived = arrived;
        _device = new ConsoleDevice(memory);
        _transport = new VirtioMmioTransport(_device, this, this);
    }

    /// <inheritdoc/>
    public string? Violation { get; private set; }

    /// <inheritdoc/>
    public void MapTo(Bus mmio) => mmio.Map(
        MemoryMap.ConsoleDevice,
        MemoryMap.DeviceWindowSize,
        new WaitingTransport(_transport, _gate, () => _device.Transmit.Pending));

    /// <inheritdoc/>
    public void AddDoorbell(IVirtualMachine machine)
    {
        ulong address = MemoryMap.ConsoleDevice + VirtioMmioTransport.QueueNotifyOffset;
        machine.AddDoorbell(new Doorbell(address, sizeof(uint), ConsoleDevice.TransmitQueue), _arrived);
    }

    /// <inheritdoc/>
    public void Release() => _gate.Open();

    /// <inheritdoc/>
    public int Take(Span<byte> buffer)
    {
        _device.Transmit.DisarmNotifications();
        for (int chains = 0; chains < QueueGeometry.MaxSize; chains++)
        {
            // A chain without bytes is passed over, but not for ever.
            if (!_device.TryRead(buffer, out int length) || length > 0)
            {
                return length;
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    public bool Arm(int count) => !_device.Transmit.ArmNotificationsAndLook();

    void IQueueNotifier.Notify(int queue) => _arrived.Signal();

    void IDeviceEvents.InterruptRaised(VirtioInterrupts interrupts) => _gate.Signal(QueueGeometry.MaxSize);

    void IDeviceEvents.QueueBroken(in QueueError error)
    {
        Violation ??= $"The guest broke the console's queue: {error} This is a bug in the guest's driver.";
        _arrived.Signal();
    }
}
