using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Airlock.Memory;

namespace Airlock.Guest.Tests.Devices;

/// <summary>
/// A virtio block device that can be told to misbehave, and that tells a driver that does. Registers are bare offsets
/// of VIRTIO 1.2, table 4.1.
/// </summary>
internal sealed class FakeBlockDevice(GuestMemory memory, byte[] disk) : IBusDevice
{
    private readonly Dictionary<uint, uint> _written = [];
    private uint _status;
    private uint _interrupts;
    private bool _queueReady;
    private FakeQueue? _queue;

    public ulong Features { get; set; } = 1UL << 32;

    public uint QueueNumMax { get; set; } = 256;

    /// <summary>Sectors; those of the disk, unless the device lies.</summary>
    public ulong Capacity { get; set; } = (ulong)disk.Length / 512;

    public Schedule Schedule { get; set; } = Schedule.Immediate;

    /// <summary>The status byte for a sector, of a read or a write.</summary>
    public Func<ulong, byte> SectorStatus { get; set; } = static _ => 0;

    /// <summary>Which sectors are holes, for a device that can be asked.</summary>
    public Func<ulong, bool> IsHole { get; set; } = static _ => false;

    /// <summary>The most sectors of a request for zeroes, for a device that takes them.</summary>
    public uint MaxZeroSectors { get; set; } = 1 << 18;

    /// <summary>Changes an entry of an answer: its sectors and its kind, 1 for a hole.</summary>
    public Func<ulong, uint, (ulong Sectors, uint Kind)> TamperExtent { get; set; } = static (sectors, kind) => (sectors, kind);

    /// <summary>Changes what a register reads as.</summary>
    public Func<uint, uint, uint> Tamper { get; set; } = static (_, value) => value;

    /// <summary>Changes what goes into the used ring.</summary>
    public Func<UsedEntry, UsedEntry> TamperUsed { get; set; } = static entry => entry;

    /// <summary>How far the used index moves with each request.</summary>
    public ushort UsedJump { get; set; } = 1;

    /// <summary>Whether VIRTQ_USED_F_NO_NOTIFY is set from the start; the device then looks at the ring by itself.</summary>
    public bool NoNotify { get; set; }

    /// <summary>5.2.4: the block size, for a device that has one; requests that aren't whole blocks fail.</summary>
    public uint BlockSize { get; set; } = 512;

    /// <summary>What a flush ends with.</summary>
    public byte FlushStatus { get; set; }

    /// <summary>Whether used buffers raise the interrupt even if the driver wants none.</summary>
    public bool AlwaysInterrupts { get; set; }

    /// <summary>Whether the interrupt line is up.</summary>
    public bool IsLineUp => _interrupts != 0;

    /// <summary>Used buffers for which the line was raised.</summary>
    public int Interrupts { get; private set; }

    /// <summary>Flushes that have been done.</summary>
    public int Flushes { get; private set; }

    /// <summary>Writes, and requests for zeroes, that came after the last flush.</summary>
    public int WritesSinceFlush { get; private set; }

    public int Notifications { get; private set; }

    public int Requests { get; private set; }

    /// <summary>Requests for zeroes among them.</summary>
    public int ZeroRequests { get; private set; }

    /// <summary>Questions for extents among them.</summary>
    public int Questions { get; private set; }

    /// <summary>Sectors that have been read, as often as they were.</summary>
    public List<ulong> SectorsRead { get; } = [];

    /// <summary>Requests that have not been completed, the one that is being worked on among them.</summary>
    public int Outstanding => _queue?.Pending.Count ?? 0;

    public int MostOutstanding => _queue?.MostOutstanding ?? 0;

    public uint Status => _status;

    public ulong AcceptedFeatures { get; private set; }

    /// <summary>DEVICE_NEEDS_RESET, with the interrupt that goes with it.</summary>
    public void BreakDown()
    {
        _status |= 64;
        _interrupts |= 2;
    }

    /// <summary>Does what the schedule wants; how many requests that was.</summary>
    public int Pump(PumpReason reason)
    {
        if (_queue is null || (_status & 64) != 0)
        {
            return 0;
        }

        _queue.Collect();
        int completed = 0;
        while (_queue.Pending.Count > 0)
        {
            int pick = Schedule.Pick(reason, _queue.Pending.Count, completed);
            if (pick < 0)
            {
                break;
            }

            Complete(_queue.Pending[pick]);
            _queue.Pending.RemoveAt(pick);
            completed++;
        }

        return completed;
    }

    public BusAnswer Read(ulong offset, int width, out ulong value)
    {
        Demand(width == 4, "registers are read 32 bits wide");
        uint register = (uint)offset;
        Demand(register is not (0x130 or 0x134) || Accepted(14), "no field without its feature");
        Demand(register != 0x114 || Accepted(6), "no block size without its feature");
        value = Tamper(register, register switch
        {
            0x000 => 0x74726976,
            0x004 => 2,
            0x008 => 2,
            0x010 => (uint)(Features >> (int)(32 * _written.GetValueOrDefault(0x014u))),
            0x034 => QueueNumMax,
            0x044 => _queueReady ? 1u : 0u,
            0x060 => _interrupts,
            0x070 => _status,
            0x0fc => 0,
            0x100 => (uint)Capacity,
            0x104 => (uint)(Capacity >> 32),
            0x114 => BlockSize,
            0x130 => MaxZeroSectors,
            0x134 => 1,
            _ => throw new DriverViolationException($"0x{offset:x} is no register to be read"),
        });
        return BusAnswer.Done;
    }

    public BusAnswer Write(ulong offset, int width, ulong value)
    {
        Demand(width == 4, "registers are written 32 bits wide");
        uint register = (uint)offset;
        _written[register] = (uint)value;
        switch (register)
        {
            case 0x020:
                Demand(_status == 3, "features are written between DRIVER and FEATURES_OK");
                AcceptedFeatures |= value << (int)(32 * _written[0x024]);
                break;
            case 0x044:
                MakeQueueReady();
                break;
            case 0x050:
                Notify((uint)value);
                break;
            case 0x064:
                _interrupts &= ~(uint)value;
                break;
            case 0x070:
                SetStatus((uint)value);
                break;
            default:
                break;
        }

        return BusAnswer.Done;
    }

    private void SetStatus(uint value)
    {
        bool isNext = (_status, value) is (_, 0) or (0, 1) or (1, 3) or (3, 11) or (11, 15);
        Demand(isNext || (value & 128) != 0, $"the status goes from {_status} to {value}");
        Demand((value & 4) == 0 || _queueReady || (value & 128) != 0, "DRIVER_OK comes after the queue");
        _status = value;
        if (value == 0)
        {
            _queueReady = false;
            _queue = null;
            AcceptedFeatures = 0;
        }
    }

    private void MakeQueueReady()
    {
        Demand(_status == 11, "the queue is set up between FEATURES_OK and DRIVER_OK");
        uint size = _written[0x038];
        Demand(size != 0 && size <= QueueNumMax && (size & (size - 1)) == 0, "a legal queue size");
        ulong Address(uint low) => ((ulong)_written[low + 4] << 32) | _written[low];
        Demand(Address(0x80) % 16 == 0 && Address(0x90) % 2 == 0 && Address(0xa0) % 4 == 0, "aligned rings");
        _queue = new FakeQueue(memory, size, Address(0x80), Address(0x90), Address(0xa0));
        _queue.SetNoNotify(NoNotify);
        _queueReady = true;
    }

    private void Notify(uint queue)
    {
        Demand(queue == 0 && (_status & 4) != 0, "only queue 0 is notified, after DRIVER_OK");
        Demand(!NoNotify, "no notification while VIRTQ_USED_F_NO_NOTIFY is set");
        Notifications++;
        Pump(PumpReason.Notified);
    }

    private bool Accepted(int feature) => (AcceptedFeatures & (1UL << feature)) != 0;

    private void Complete(in FakeRequest request)
    {
        Requests++;
        Demand(request.Sector + request.SectorCount <= (ulong)disk.Length / 512, "requests end inside the device");
        Demand(!request.IsZeroes || Accepted(14), "no zeroes without WRITE_ZEROES");
        Demand(!request.IsQuestion || Accepted(63), "no question without our feature");
        Demand(!request.IsFlush || Accepted(9), "no flush without its feature");
        byte status = request.IsQuestion ? Answer(request) : request.IsFlush ? Flush() : Transfer(request);
        memory.TryWrite(request.StatusAddress, status);
        bool isFilled = (request.IsRead || request.IsQuestion) && status == 0;
        uint length = isFilled ? request.DataLength + 1 : 1;
        _queue!.Push(request.Head, TamperUsed(new UsedEntry(request.Head, length)), UsedJump);
        if (AlwaysInterrupts || _queue.WantsInterrupts)
        {
            Interrupts++;
            _interrupts |= 1;
        }
    }

    private byte Flush()
    {
        Flushes++;
        WritesSinceFlush = 0;
        return FlushStatus;
    }

    private byte Transfer(in FakeRequest request)
    {
        ZeroRequests += request.IsZeroes ? 1 : 0;
        WritesSinceFlush += request.IsRead ? 0 : 1;
        if ((request.Sector | request.SectorCount) * 512 % BlockSize != 0)
        {
            return 1;
        }

        Demand(!request.IsZeroes || request.SectorCount <= MaxZeroSectors, "zeroes keep to their limit");
        memory.TryGetSpan(request.DataAddress, request.DataLength, out Span<byte> data);
        for (ulong i = 0; i < request.SectorCount; i++)
        {
            byte status = SectorStatus(request.Sector + i);
            if (status != 0)
            {
                // What a failed read leaves behind is rubbish; nobody may take it for data.
                Span<byte> rubbish = request.IsRead ? data : default;
                rubbish.Fill(0xee);
                return status;
            }

            TransferSector(request, i, data);
        }

        return 0;
    }

    private void TransferSector(in FakeRequest request, ulong index, Span<byte> data)
    {
        Span<byte> sector = disk.AsSpan((int)(request.Sector + index) * 512, 512);
        if (request.IsZeroes)
        {
            sector.Clear();
        }
        else if (request.IsWrite)
        {
            data.Slice((int)index * 512, 512).CopyTo(sector);
        }
        else
        {
            sector.CopyTo(data[((int)index * 512)..]);
            SectorsRead.Add(request.Sector + index);
        }
    }

    /// <summary>Extents from the sector on, as many as there is room for; the rest is zeroed.</summary>
    private byte Answer(in FakeRequest request)
    {
        Questions++;
        memory.TryGetSpan(request.DataAddress, request.DataLength, out Span<byte> answer);
        answer.Clear();
        ulong sector = request.Sector;
        for (; !answer.IsEmpty && sector < (ulong)disk.Length / 512; answer = answer[16..])
        {
            ulong end = sector + 1;
            while (end < (ulong)disk.Length / 512 && IsHole(end) == IsHole(sector))
            {
                end++;
            }

            (ulong sectors, uint kind) = TamperExtent(end - sector, IsHole(sector) ? 1u : 0u);
            BinaryPrimitives.WriteUInt64LittleEndian(answer, sectors);
            BinaryPrimitives.WriteUInt32LittleEndian(answer[8..], kind);
            sector = end;
        }

        return SectorStatus(request.Sector);
    }

    private static void Demand(bool condition, string rule)
    {
        if (!condition)
        {
            throw new DriverViolationException(rule);
        }
    }
}
