using Airlock.Memory;
using Airlock.Virtio.Mmio;
using Airlock.Virtio.Queues;

namespace Airlock.Virtio.Console;

/// <summary>
/// A virtio console (VIRTIO 1.2, 5.3) with one port and no features, that a driver only writes to: it has the receive
/// queue that the specification wants, and leaves buffers there alone.
/// </summary>
/// <remarks>It has no thread of its own; one thread calls <see cref="TryRead"/>. Nothing allocates per chain.</remarks>
public sealed class ConsoleDevice : IVirtioDevice
{
    /// <summary>The most bytes that one chain may hold, so that a reader's buffer is always large enough.</summary>
    public const int MaxChainLength = 64 << 10;

    /// <summary>Index of the transmit queue: transmitq(port0) in VIRTIO 1.2, 5.3.2.</summary>
    public const int TransmitQueue = 1;

    private readonly GuestMemory _memory;
    private readonly DeviceVirtqueue[] _queues;
    private readonly ConsoleOutput _output = new();
    private long _chains;
    private long _bytes;

    /// <summary>Makes a device without transport; a <see cref="VirtioMmioTransport"/> gives it one.</summary>
    /// <param name="memory">The guest's RAM.</param>
    public ConsoleDevice(GuestMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        _memory = memory;
        _queues = [new DeviceVirtqueue(memory), new DeviceVirtqueue(memory)];
    }

    /// <inheritdoc/>
    public uint DeviceId => Abi.Virtio.DeviceId.Console;

    /// <inheritdoc/>
    public ulong Features => 0;

    /// <summary>Size and number of ports come with features only (5.3.4).</summary>
    public ReadOnlySpan<byte> Config => default;

    /// <inheritdoc/>
    public ReadOnlySpan<DeviceVirtqueue> Queues => _queues;

    /// <summary>There is nothing to agree on.</summary>
    public void Begin(ulong driverFeatures)
    {
    }

    /// <summary>The queue that the driver writes to.</summary>
    public DeviceVirtqueue Transmit => _queues[TransmitQueue];

    /// <summary>What has happened so far.</summary>
    public ConsoleMetrics Metrics =>
        new() { Chains = Interlocked.Read(ref _chains), Bytes = Interlocked.Read(ref _bytes) };

    /// <summary>
    /// Copies the next chain's bytes out and gives the chain back. One that is too long breaks the queue.
    /// </summary>
    /// <param name="buffer">At least <see cref="MaxChainLength"/> bytes.</param>
    /// <param name="length">How many bytes the chain had, which may be none.</param>
    /// <returns>Whether there was a chain.</returns>
    public bool TryRead(Span<byte> buffer, out int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(buffer.Length, MaxChainLength, nameof(buffer));
        length = 0;
        if (!Transmit.TryTake(_output.Chain))
        {
            return false;
        }

        DescriptorChain chain = _output.Chain;
        if (chain.ReadableBytes > MaxChainLength)
        {
            Transmit.Break(new QueueError(QueueFault.ChainTooLarge, chain.Head, chain.ReadableBytes));
        }
        else
        {
            length = CopyOut(chain, buffer);
            Interlocked.Increment(ref _chains);
            Interlocked.Add(ref _bytes, length);
        }

        Transmit.Complete(new ReadOnlySpan<ConsoleOutput>(in _output));
        return true;
    }

    private int CopyOut(DescriptorChain chain, Span<byte> buffer)
    {
        int length = 0;
        foreach (BufferSegment segment in chain.Readable)
        {
            // The queue has found each segment inside RAM; false means that the RAM has been disposed.
            if (_memory.TryGetSpan(segment.Address, segment.Length, out Span<byte> bytes))
            {
                bytes.CopyTo(buffer[length..]);
                length += bytes.Length;
            }
        }

        GC.KeepAlive(_memory);
        return length;
    }
}
