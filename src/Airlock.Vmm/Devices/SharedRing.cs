using Airlock.Abi.Machine;
using Airlock.Hypervisor;
using Airlock.Memory;

namespace Airlock.Vmm.Devices;

/// <summary>
/// The host's end of the ring in guest RAM (<see cref="MessageRing"/>), and its registers. Messages cost no exit; the
/// doorbell rings only when the reader has gone to sleep.
/// </summary>
/// <remarks>
/// Until the guest says that it uses the ring, its place is RAM like any other and isn't looked at: a guest that knows
/// only COM1 may have put anything there.
/// </remarks>
internal sealed class SharedRing : IMessageDevice, IBusDevice
{
    private readonly object _gate = new();
    private readonly GuestMemory _memory;
    private readonly GuestMemoryView _indices;
    private readonly EventFd _arrived;
    private uint _tail;
    private bool _enabled;
    private bool _released;

    /// <param name="memory">RAM that holds all of the ring.</param>
    /// <param name="arrived">Signaled when the reader should look.</param>
    public SharedRing(GuestMemory memory, EventFd arrived)
    {
        _memory = memory;
        _arrived = arrived;
        if (!memory.TryGetView(MemoryMap.MessageRing, MessageRing.Data, out _indices))
        {
            throw new ArgumentException("The ring lies in RAM of any size.", nameof(memory));
        }
    }

    /// <inheritdoc/>
    public string? Violation { get; private set; }

    private static uint Length => MemoryMap.MessageRingBytes;

    /// <inheritdoc/>
    public void MapTo(Bus mmio) => mmio.Map(MemoryMap.MessageRingRegisters, MemoryMap.DeviceWindowSize, this);

    /// <inheritdoc/>
    public void AddDoorbell(IVirtualMachine machine)
    {
        ulong address = MemoryMap.MessageRingRegisters + MessageRing.RegisterDoorbell;
        machine.AddDoorbell(new Doorbell(address, sizeof(uint)), _arrived);
    }

    /// <inheritdoc/>
    public void Release()
    {
        lock (_gate)
        {
            _released = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <inheritdoc/>
    public BusAnswer Read(ulong offset, int width, out ulong value)
    {
        value = 0;
        if (offset != MessageRing.RegisterRoom || width != sizeof(uint))
        {
            return BusAnswer.Refused;
        }

        WaitForRoom();
        return BusAnswer.Done;
    }

    /// <inheritdoc/>
    public BusAnswer Write(ulong offset, int width, ulong value)
    {
        switch (offset)
        {
            case MessageRing.RegisterEnable when width == sizeof(uint) && value == 1:
                Volatile.Write(ref _enabled, true);
                return BusAnswer.Done;
            case MessageRing.RegisterDoorbell when width == sizeof(uint):
                _arrived.Signal();
                return BusAnswer.Done;
            default:
                return BusAnswer.Refused;
        }
    }

    /// <inheritdoc/>
    public int Take(Span<byte> buffer)
    {
        if (!Volatile.Read(ref _enabled) || Violation is not null)
        {
            return 0;
        }

        uint waiting = Waiting();
        if (waiting > Length)
        {
            Violation = $"The guest broke the ring of messages: {waiting} bytes in a ring of {Length}. "
                + "This is a bug in the guest's transport.";
            return 0;
        }

        int count = (int)Math.Min(waiting, (uint)buffer.Length);
        CopyOut(buffer[..count]);
        lock (_gate)
        {
            _tail += (uint)count;
            _indices.StoreRelease32(MessageRing.Tail, _tail);
            Monitor.PulseAll(_gate);
        }

        return count;
    }

    /// <inheritdoc/>
    public bool Arm(int count)
    {
        if (!Volatile.Read(ref _enabled))
        {
            return true; // the guest begins with a WakeAfter of 0, so its first byte rings
        }

        uint wanted = Math.Min((uint)count, Length / 2);
        _indices.StoreRelease32(MessageRing.WakeAfter, _tail + wanted - 1);

        // Full fence: the wish is visible before the head is read. The guest writes its head, then reads the wish: one
        // of the two sees the other's write.
        Interlocked.MemoryBarrier();
        return Violation is not null || Waiting() < wanted;
    }

    /// <summary>What the guest says it has put in and we haven't taken; more than fits if that can't be true.</summary>
    private uint Waiting() => _indices.LoadAcquire32(MessageRing.Head) - _tail;

    private void CopyOut(Span<byte> target)
    {
        uint start = _tail % Length;
        int first = Math.Min(target.Length, (int)(Length - start));
        CopyOut(start, target[..first]);
        CopyOut(0, target[first..]);
    }

    private void CopyOut(uint start, Span<byte> target)
    {
        ulong address = MemoryMap.MessageRing + MessageRing.Data + start;
        if (_memory.TryGetSpan(address, (uint)target.Length, out Span<byte> source))
        {
            source.CopyTo(target);
        }
    }

    /// <summary>
    /// Holds the vCPU back while the ring is full. With a head that can't be true it doesn't wait; the reader judges that.
    /// </summary>
    private void WaitForRoom()
    {
        _arrived.Signal();
        lock (_gate)
        {
            while (!_released && Volatile.Read(ref _enabled) && Waiting() == Length)
            {
                Monitor.Wait(_gate);
            }
        }
    }
}
