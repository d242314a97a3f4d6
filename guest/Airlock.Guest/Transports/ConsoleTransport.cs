using System;
using System.Numerics;
using Airlock.Abi.Virtio;
using Airlock.Guest.Platform;
using Airlock.Guest.Virtio;

namespace Airlock.Guest.Transports;

/// <summary>
/// Messages through the transmit queue of a virtio console (VIRTIO 1.2, 5.3): gathered in buffers, so that many share a
/// descriptor and a notification.
/// </summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
public unsafe struct ConsoleTransport<TPlatform> : IMessageTransport
    where TPlatform : struct, IPlatform
{
    /// <summary>transmitq(port0): VIRTIO 1.2, 5.3.2.</summary>
    private const uint TransmitQueue = 1;

    private const int BufferCount = 8;
    private const uint BufferLength = 0x1000;
    private const ulong BuffersOffset = 0x4000;
    private const uint AllFree = (1u << BufferCount) - 1;
    private const uint FirstSpins = 1000;

    private VirtioMmioDevice<TPlatform> _device;
    private SplitQueue<TPlatform> _queue;
    private CompletionMode _mode;
    private ulong _buffers;
    private uint _free;
    private uint _current;
    private uint _filled;

    /// <summary>Why the device can no longer be used, once it has shown that: what is sent then is lost.</summary>
    public DriverError Error { get; private set; }

    /// <summary>Brings the device up.</summary>
    /// <param name="window">Its window.</param>
    /// <param name="area">Guest-physical address of 64 KiB for queue and buffers.</param>
    /// <param name="mode">How the transport learns that the device has taken a buffer.</param>
    public DriverError Start(ulong window, ulong area, CompletionMode mode)
    {
        _mode = mode;
        _device = new VirtioMmioDevice<TPlatform>(window);
        DriverError error = _device.Probe(DeviceId.Console);
        if (error != DriverError.None)
        {
            return error;
        }

        error = _device.NegotiateFeatures(0, out _);
        if (error == DriverError.None)
        {
            error = SetUpQueue(area);
        }

        if (error == DriverError.None)
        {
            error = _device.Start();
        }

        if (error != DriverError.None)
        {
            _device.Fail();
        }

        return error;
    }

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0 && Error == DriverError.None)
        {
            uint room = BufferLength - _filled;
            int part = room < (uint)bytes.Length ? (int)room : bytes.Length;
            bytes.Slice(0, part).CopyTo(new Span<byte>(TPlatform.Ram(BufferOf(_current) + _filled), part));
            bytes = bytes.Slice(part);
            _filled += (uint)part;
            if (_filled == BufferLength)
            {
                Flush();
            }
        }
    }

    /// <summary>Gives the current buffer to the device, and takes a free one for what comes next.</summary>
    public void Flush()
    {
        if (_filled == 0 || Error != DriverError.None)
        {
            return;
        }

        _queue.SetDescriptor(_current, new VirtqDescriptor(BufferOf(_current), _filled, flags: 0, next: 0));
        _queue.Add((ushort)_current);
        _filled = 0;
        if (_queue.Publish())
        {
            _device.Notify(TransmitQueue);
        }

        TakeBuffer();
    }

    private DriverError SetUpQueue(ulong area)
    {
        DriverError error = _device.SelectQueue(TransmitQueue, out uint maxSize);
        if (error != DriverError.None)
        {
            return error;
        }

        if (maxSize < BufferCount)
        {
            return DriverError.QueueTooSmall;
        }

        var place = new QueueArea(area);
        _queue = new SplitQueue<TPlatform>(place, BufferCount, _mode);
        _buffers = area + BuffersOffset;
        _free = AllFree & ~1u;
        _device.ReadyQueue(place, BufferCount);
        return DriverError.None;
    }

    private readonly ulong BufferOf(uint index) => _buffers + (index * (ulong)BufferLength);

    /// <summary>Waits for a buffer that the device doesn't have.</summary>
    private void TakeBuffer()
    {
        CollectUsed();
        var backoff = default(Backoff);
        while (_free == 0 && Error == DriverError.None)
        {
            Error = backoff.Looks < Backoff.Patience ? _device.ReadInterruptStatus(_mode) : DriverError.NoAnswer;
            CollectUsed();
            if (_free == 0 && _mode == CompletionMode.Polled)
            {
                Spin(backoff.Spins(FirstSpins));
            }

            backoff.LookedInVain();
        }

        if (Error != DriverError.None)
        {
            _device.Fail();
            return;
        }

        _current = (uint)BitOperations.TrailingZeroCount(_free);
        _free &= ~(1u << (int)_current);
    }

    private readonly void Spin(uint limit)
    {
        for (uint spin = 0; spin < limit && !_queue.HasUsed; spin++)
        {
            TPlatform.Pause();
        }
    }

    private void CollectUsed()
    {
        while (Error == DriverError.None && _queue.HasUsed)
        {
            Error = _queue.TryTakeUsed(out VirtqUsedElement element, out DriverError error) ? Free(element.Id) : error;
        }
    }

    private DriverError Free(uint buffer)
    {
        // One that is free already can't have been used again.
        if (buffer >= BufferCount || (_free & (1u << (int)buffer)) != 0)
        {
            return DriverError.UsedIdUnknown;
        }

        _free |= 1u << (int)buffer;
        return DriverError.None;
    }
}
