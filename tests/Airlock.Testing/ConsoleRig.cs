using Airlock.Memory;
using Airlock.Virtio.Console;
using Airlock.Virtio.Mmio;

namespace Airlock.Testing;

/// <summary>A console with everything around it: RAM, registers, a driver, both queues. No thread, no KVM.</summary>
public sealed class ConsoleRig : IDisposable
{
    public const ulong BufferStart = 0x20_0000;
    public const uint ReceiveQueue = 0;
    public const uint TransmitQueue = 1;

    private readonly byte[] _buffer = new byte[ConsoleDevice.MaxChainLength];

    public ConsoleRig()
    {
        Device = new ConsoleDevice(Memory);
        Transport = new VirtioMmioTransport(Device, Notifier, Events);
        Driver = new MmioDriver(Transport);
        Receive = new RingBuilder(Memory, address: 0x10_0000, size: 16);
        Transmit = new RingBuilder(Memory, address: 0x11_0000, size: 16);
    }

    public GuestMemory Memory { get; } = GuestMemory.Allocate(0x80_0000);

    public RecordingEvents Events { get; } = new();

    public RecordingNotifier Notifier { get; } = new();

    public ConsoleDevice Device { get; }

    public VirtioMmioTransport Transport { get; }

    public MmioDriver Driver { get; }

    public RingBuilder Receive { get; }

    public RingBuilder Transmit { get; }

    /// <summary>Resets the device and starts it with both queues, empty.</summary>
    public void BringUp()
    {
        Driver.Reset();
        Receive.Clear();
        Transmit.Clear();
        Driver.Acknowledge();
        if (!Driver.Negotiate(Driver.DeviceFeatures)
            || !Driver.SetUpQueue(Receive.Geometry, ReceiveQueue)
            || !Driver.SetUpQueue(Transmit.Geometry, TransmitQueue))
        {
            throw new InvalidOperationException("The device refused an honest driver.");
        }

        Driver.SetDriverOk();
    }

    /// <summary>Makes a chain of pieces available in the transmit queue.</summary>
    public void Send(params ReadOnlySpan<ChainPiece> pieces) => Transmit.MakeAvailable(Transmit.AddChain(pieces));

    /// <summary>What the device has read, or null if there was nothing.</summary>
    public byte[]? Read() => Device.TryRead(_buffer, out int length) ? _buffer[..length] : null;

    public void Dispose() => Memory.Dispose();
}
