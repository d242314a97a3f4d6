using System.Buffers.Binary;
using Airlock.Virtio.Queues;

namespace Airlock.Testing.Model;

/// <summary>
/// A split virtqueue (VIRTIO 1.2, 2.7) as simply as it can be said: one request at a time, nothing shared, no threads.
/// </summary>
public sealed class ModelVirtqueue(ModelRam ram)
{
    private const uint MaxSize = 256;
    private const ulong MaxChainBytes = 1UL << 32;
    private const int NextFlag = 1, WriteFlag = 2, IndirectFlag = 4;

    private readonly HashSet<ushort> _takenInStep = [];
    private ushort _nextAvail;
    private ushort _nextUsed;

    public bool Ready { get; set; }

    public uint Num { get; set; }

    public ulong Desc { get; set; }

    public ulong Driver { get; set; }

    public ulong Device { get; set; }

    /// <summary>Whether the device may take requests.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Why <see cref="TryTake"/> broke the queue.</summary>
    public QueueFault? Fault { get; private set; }

    /// <summary>Whether a head came twice since <see cref="BeginStep"/>: legal only if used in between.</summary>
    public bool HeadCameTwice { get; private set; }

    public void BeginStep()
    {
        HeadCameTwice = false;
        _takenInStep.Clear();
    }

    public void Clear()
    {
        Stop();
        Ready = false;
        Num = 0;
        Desc = Driver = Device = 0;
    }

    public void Start()
    {
        _nextAvail = _nextUsed = 0;
        Fault = null;
        IsRunning = true;
    }

    public void Stop() => IsRunning = false;

    /// <summary>What is wrong with the registers, first things first.</summary>
    public QueueFault? GeometryFault()
    {
        if (Num is 0 or > MaxSize || (Num & (Num - 1)) != 0)
        {
            return QueueFault.InvalidSize;
        }

        (ulong Start, ulong Length, uint Alignment)[] parts =
            [(Desc, 16UL * Num, 16), (Driver, 6 + (2UL * Num), 2), (Device, 6 + (8UL * Num), 4)];
        foreach ((ulong start, ulong length, uint alignment) in parts)
        {
            if (start % alignment != 0)
            {
                return QueueFault.Misaligned;
            }

            if (!ram.Contains(start, length))
            {
                return QueueFault.PartOutsideRam;
            }
        }

        return Meet(parts[0], parts[1]) || Meet(parts[0], parts[2]) || Meet(parts[1], parts[2])
            ? QueueFault.PartsOverlap : null;
    }

    /// <summary>Takes the next chain; breaks the queue if it can't be one.</summary>
    public bool TryTake(ModelChain chain)
    {
        if (!IsRunning)
        {
            return false;
        }

        int pending = (ushort)(Look16(Driver + 2) - _nextAvail);
        if (pending == 0)
        {
            return false;
        }

        if (pending > Num)
        {
            return Break(QueueFault.AvailIndexJumped);
        }

        ushort head = Look16(Driver + 4 + (2UL * (_nextAvail % Num)));
        if (head >= Num)
        {
            return Break(QueueFault.HeadOutOfRange);
        }

        if (Follow(head, chain) is { } fault)
        {
            return Break(fault);
        }

        HeadCameTwice |= !_takenInStep.Add(head);
        _nextAvail++;
        return true;
    }

    /// <summary>Gives a chain back.</summary>
    /// <returns>Whether the driver wants to be interrupted.</returns>
    public bool Complete(ModelChain chain, uint written)
    {
        Span<byte> entry = ram.FillRing(Device + 4 + (8UL * (_nextUsed % Num)), 8);
        BinaryPrimitives.WriteUInt32LittleEndian(entry, chain.Head);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], written);
        _nextUsed++;
        BinaryPrimitives.WriteUInt16LittleEndian(ram.FillRing(Device + 2, 2), _nextUsed);
        return (Look16(Driver) & 1) == 0;
    }

    /// <summary>VIRTQ_USED_F_NO_NOTIFY: whether the driver needn't notify.</summary>
    public void SetNoNotify(bool value)
    {
        if (IsRunning)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(ram.FillRing(Device, 2), value ? (ushort)1 : (ushort)0);
        }
    }

    /// <summary>Breaks the queue for what a device has found in a chain.</summary>
    public bool Break(QueueFault fault)
    {
        Fault = fault;
        IsRunning = false;
        return false;
    }

    private QueueFault? Follow(ushort head, ModelChain chain)
    {
        chain.Begin(head);
        ushort index = head;
        for (int count = 0; count < Num; count++)
        {
            ReadOnlySpan<byte> descriptor = ram.Look(Desc + (16UL * index), 16);
            ulong address = BinaryPrimitives.ReadUInt64LittleEndian(descriptor);
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(descriptor[8..]);
            int flags = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[12..]);
            ushort next = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[14..]);
            if (Append(address, length, flags, chain) is { } fault)
            {
                return fault;
            }

            if ((flags & NextFlag) == 0)
            {
                return null;
            }

            if (next >= Num)
            {
                return QueueFault.NextOutOfRange;
            }

            index = next;
        }

        return QueueFault.ChainTooLong;
    }

    private QueueFault? Append(ulong address, uint length, int flags, ModelChain chain)
    {
        bool writable = (flags & WriteFlag) != 0;
        if ((flags & IndirectFlag) != 0)
        {
            return QueueFault.IndirectNotNegotiated;
        }

        if (!writable && chain.Writable.Count > 0)
        {
            return QueueFault.ReadableAfterWritable;
        }

        if (length != 0 && !ram.Contains(address, length))
        {
            return QueueFault.BufferOutsideRam;
        }

        (writable ? chain.Writable : chain.Readable).Add((address, length));
        return chain.ReadableBytes + chain.WritableBytes > MaxChainBytes ? QueueFault.ChainTooLarge : null;
    }

    private static bool Meet((ulong Start, ulong Length, uint) one, (ulong Start, ulong Length, uint) other) =>
        one.Start < other.Start + other.Length && other.Start < one.Start + one.Length;

    private ushort Look16(ulong address) => BinaryPrimitives.ReadUInt16LittleEndian(ram.Look(address, 2));
}
