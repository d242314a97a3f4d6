using System;
using System.Threading;
using Airlock.Abi.Machine;
using Airlock.Guest.Platform;

namespace Airlock.Guest.Transports;

/// <summary>
/// Messages through a ring in RAM (<see cref="MessageRing"/>): no exit a message, a doorbell only when the host sleeps.
/// </summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
public unsafe struct RingTransport<TPlatform> : IMessageTransport
    where TPlatform : struct, IPlatform
{
    // SAFETY: the three indices and the bytes of a ring that its creator has found inside RAM; places among the bytes
    // are below _length.
    private readonly uint* _sharedHead;
    private readonly uint* _sharedTail;
    private readonly uint* _wakeAfter;
    private readonly byte* _data;
    private readonly ulong _registers;
    private readonly uint _length;
    private uint _head;
    private uint _knownTail;
    private bool _isStuck;

    /// <summary>Clears the ring and tells the host that it is in use.</summary>
    /// <param name="address">Guest-physical address of the ring, in RAM as a whole.</param>
    /// <param name="length">Bytes that it holds, a power of two.</param>
    /// <param name="registers">The window of its registers.</param>
    public RingTransport(ulong address, uint length, ulong registers)
    {
        _sharedHead = (uint*)TPlatform.Ram(address + MessageRing.Head);
        _sharedTail = (uint*)TPlatform.Ram(address + MessageRing.Tail);
        _wakeAfter = (uint*)TPlatform.Ram(address + MessageRing.WakeAfter);
        _data = TPlatform.Ram(address + MessageRing.Data);
        _registers = registers;
        _length = length;
        _head = 0;
        _knownTail = 0;
        _isStuck = false;
        *_sharedHead = 0;
        *_sharedTail = 0;
        *_wakeAfter = 0;
        TPlatform.WriteMmio32(registers + MessageRing.RegisterEnable, 1);
    }

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            uint room = Room((uint)bytes.Length);
            if (room == 0)
            {
                return;
            }

            int part = room < (uint)bytes.Length ? (int)room : bytes.Length;
            Put(bytes.Slice(0, part));
            bytes = bytes.Slice(part);
            Publish((uint)part);
        }
    }

    /// <summary>The host sees what is sent at once.</summary>
    public readonly void Flush()
    {
    }

    /// <summary>
    /// Free bytes, at least one; the host's index is looked at only when what is known of it isn't enough. None, for
    /// good, once the host has said for very long that there is room, and there was none: a stream that breaks off is
    /// better than one with holes.
    /// </summary>
    private uint Room(uint wanted)
    {
        uint room = _length - (_head - _knownTail);
        if (room >= wanted)
        {
            return room;
        }

        for (uint look = 0; look < Backoff.Patience && !_isStuck; look++)
        {
            // Acquire: the host has copied out what it gives back, before it moved the index.
            _knownTail = Volatile.Read(ref *_sharedTail);
            room = _length - (_head - _knownTail);
            if (room != 0)
            {
                return room;
            }

            TPlatform.ReadMmio32(_registers + MessageRing.RegisterRoom);
        }

        _isStuck = true;
        return 0;
    }

    private readonly void Put(ReadOnlySpan<byte> bytes)
    {
        uint start = _head & (_length - 1);
        uint toEnd = _length - start;
        int first = toEnd < (uint)bytes.Length ? (int)toEnd : bytes.Length;
        bytes.Slice(0, first).CopyTo(new Span<byte>(_data + start, first));
        bytes.Slice(first).CopyTo(new Span<byte>(_data, bytes.Length - first));
    }

    private void Publish(uint count)
    {
        uint before = _head;
        _head += count;

        // Release: the bytes are visible before the index that covers them.
        Volatile.Write(ref *_sharedHead, _head);

        // Full fence: the index is visible before the host's wish is read, or both sides go to sleep.
        Interlocked.MemoryBarrier();
        uint wakeAfter = Volatile.Read(ref *_wakeAfter);
        if (_head - wakeAfter - 1 < _head - before)
        {
            TPlatform.WriteMmio32(_registers + MessageRing.RegisterDoorbell, 1);
        }
    }
}
