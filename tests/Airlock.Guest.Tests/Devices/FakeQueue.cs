using System.Collections.Generic;
using Airlock.Memory;

namespace Airlock.Guest.Tests.Devices;

/// <summary>
/// The device's side of a split queue with block requests, in plain words and with bare offsets: a second reading of
/// VIRTIO 1.2, 2.7 and 5.2.6, that takes no constant from the driver. It complains about whatever a driver may not do.
/// </summary>
internal sealed class FakeQueue(GuestMemory memory, uint size, ulong table, ulong available, ulong used)
{
    private readonly HashSet<ushort> _outstanding = [];
    private ushort _nextAvailable;
    private ushort _nextUsed;

    public List<FakeRequest> Pending { get; } = [];

    /// <summary>The most requests that were outstanding at a time.</summary>
    public int MostOutstanding { get; private set; }

    /// <summary>VIRTQ_AVAIL_F_NO_INTERRUPT is clear.</summary>
    public bool WantsInterrupts
    {
        get
        {
            ushort flags = Read<ushort>(available);
            Demand(flags is 0 or 1, "2.7.7.1: flags are 0 or 1");
            return flags == 0;
        }
    }

    /// <summary>VIRTQ_USED_F_NO_NOTIFY.</summary>
    public void SetNoNotify(bool value) => Write(used, (ushort)(value ? 1 : 0));

    /// <summary>Takes in what the driver has made available.</summary>
    public void Collect()
    {
        ushort index = Read<ushort>(available + 2);
        Demand((ushort)(index - _nextAvailable) <= size, "avail.idx is more than the queue's size ahead");
        for (; _nextAvailable != index; _nextAvailable++)
        {
            ushort head = Read<ushort>(available + 4 + (2u * (_nextAvailable % size)));
            Demand(_outstanding.Add(head), $"head {head} is made available twice");
            Pending.Add(Parse(head));
        }

        MostOutstanding = System.Math.Max(MostOutstanding, _outstanding.Count);
    }

    /// <summary>Puts an entry into the used ring and moves the index by <paramref name="jump"/>.</summary>
    public void Push(ushort head, UsedEntry entry, ushort jump = 1)
    {
        _outstanding.Remove(head);
        ulong place = used + 4 + (8u * (_nextUsed % size));
        Write(place, entry.Id);
        Write(place + 4, entry.Length);
        _nextUsed += jump;
        Write(used + 2, _nextUsed);
    }

    private FakeRequest Parse(ushort head)
    {
        (ulong headerAddress, uint headerLength, ushort flags, ushort next) = Descriptor(head);
        Demand(headerLength == 16 && flags == 1, "the header is one readable descriptor of 16 bytes");
        uint type = Read<uint>(headerAddress);
        Demand(type is 0 or 1 or 4 or 13 or 1u << 30, "only reads, writes, flushes, zeroes and extent queries");
        if (type == 4)
        {
            return ParseFlush(head, headerAddress, next);
        }

        (ulong dataAddress, uint dataLength, ushort dataFlags, ushort last) = Descriptor(next);
        ulong statusAddress = StatusAddress(last);
        Demand(dataFlags == (type is 0 or 1u << 30 ? 3 : 1), "what the device answers goes into RAM, nothing else");
        var request = new FakeRequest(
            head, type, Read<ulong>(headerAddress + 8), dataLength / 512, dataAddress, dataLength, statusAddress);
        return Checked(request);
    }

    private FakeRequest ParseFlush(ushort head, ulong headerAddress, ushort last)
    {
        Demand(Read<ulong>(headerAddress + 8) == 0, "5.2.6.1: the sector of a flush is 0");
        return new FakeRequest(head, 4, 0, 0, 0, 0, StatusAddress(last));
    }

    private ulong StatusAddress(ushort last)
    {
        (ulong address, uint length, ushort flags, _) = Descriptor(last);
        Demand(length == 1 && flags == 2, "the status is one writable byte, and the last descriptor");
        Demand(Read<byte>(address) == 0xff, "the status is no valid one before");
        return address;
    }

    private FakeRequest Checked(in FakeRequest request)
    {
        if (request.IsZeroes)
        {
            Demand(request.DataLength == 16 && request.Sector == 0, "zeroes have one segment, which says where");
            Demand(Read<uint>(request.DataAddress + 12) == 1, "zeroes may free space");
            ulong count = Read<uint>(request.DataAddress + 8);
            return request with { Sector = Read<ulong>(request.DataAddress), SectorCount = count };
        }

        if (request.IsQuestion)
        {
            Demand(request.DataLength > 0 && request.DataLength % 16 == 0, "a whole number of extents");
            return request with { SectorCount = 1 };
        }

        Demand(request.DataLength > 0 && request.DataLength % 512 == 0, "whole sectors");
        bool inArea = request.DataAddress >= 0x20_0000 && memory.Contains(request.DataAddress, request.DataLength);
        Demand(inArea, "data lies in the DMA area");
        return request;
    }

    private (ulong Address, uint Length, ushort Flags, ushort Next) Descriptor(ushort index)
    {
        Demand(index < size, $"descriptor {index} is in the table");
        ulong place = table + (16u * index);
        return (Read<ulong>(place), Read<uint>(place + 8), Read<ushort>(place + 12), Read<ushort>(place + 14));
    }

    private T Read<T>(ulong address)
        where T : unmanaged
    {
        Demand(memory.TryRead(address, out T value), $"0x{address:x} lies in RAM");
        return value;
    }

    private void Write<T>(ulong address, T value)
        where T : unmanaged => Demand(memory.TryWrite(address, value), $"0x{address:x} lies in RAM");

    private static void Demand(bool condition, string rule)
    {
        if (!condition)
        {
            throw new DriverViolationException(rule);
        }
    }
}
