using Airlock.Abi.Virtio;
using Airlock.Guest.Formats;
using Airlock.Guest.Platform;
using Airlock.Guest.Programs;
using Airlock.Guest.Storage;
using Airlock.Guest.Transports;
using Airlock.Guest.Virtio;

namespace Airlock.Image.Convert;

/// <summary>
/// Writes the contents of a virtual disk to the output. What lies in the image as it is goes from device to device, as a
/// copy's chunks do, many at a time; compressed blocks are decoded into a buffer and written from there. What is zero has
/// no data to be written: an output that takes zeroes is told so, and any other reads as zeroes where nothing was written.
/// </summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
/// <typeparam name="TTransport">Where messages go.</typeparam>
/// <typeparam name="TDisk">What is converted.</typeparam>
internal ref struct ConvertEngine<TPlatform, TTransport, TDisk>
    where TPlatform : struct, IPlatform
    where TTransport : struct, IMessageTransport
    where TDisk : struct, IVirtualDisk<TPlatform>
{
    private readonly ref ImageSource<TPlatform> _source;
    private readonly ref VirtioBlockDriver<TPlatform> _output;
    private readonly ref ImageReporter<TTransport> _reporter;
    private readonly ref TDisk _disk;
    private readonly ulong _start;
    private readonly ulong _end;

    private ulong _next;
    private Extent _extent; // that _next lies in, if it ends behind it
    private ProgressMarks _marks;
    private ConvertSlots _slots;
    private SlotOrder _order;
    private BufferRing _buffers;
    private ulong _bufferEnd; // of the buffer that was taken last
    private CompletionWait _wait;
    private DeviceFailure _failure;
    private ulong _dataRead;
    private ConvertEnding _ending;

    /// <summary>A conversion between two started devices, as planned.</summary>
    public ConvertEngine(
        ref ImageSource<TPlatform> source,
        ref VirtioBlockDriver<TPlatform> output,
        ref ImageReporter<TTransport> reporter,
        ref TDisk disk,
        in ConvertPlan plan)
    {
        _source = ref source;
        _output = ref output;
        _reporter = ref reporter;
        _disk = ref disk;
        _start = plan.Start;
        _end = plan.End;
        _next = plan.Start;
        _marks = new ProgressMarks(Sectors(plan.End) - (plan.Start >> BlockConfig.SectorShift), plan.ProgressStep);
        _order = new SlotOrder(source.Disk.SlotCount < output.SlotCount ? source.Disk.SlotCount : output.SlotCount);
        _buffers = new BufferRing(plan.Buffers.Address, plan.Buffers.Length >> BlockConfig.SectorShift);
        _wait = new CompletionWait(plan.Completions, Backoff.Patience);
    }

    private readonly ulong ExtentEnd => _extent.Start + _extent.Length;

    /// <summary>Bytes of data that have been written; zeroes aren't counted.</summary>
    public ulong Written { get; private set; }

    /// <summary>
    /// Runs until all is written, or the first thing goes wrong and what was on its way has ended.
    /// </summary>
    public ConvertEnding Run()
    {
        while (true)
        {
            FillFreeSlots();
            _source.Disk.Driver.Publish();
            _output.Publish();

            // Only now, when the devices have work again: a message takes the host longer than a request.
            ReportMarks();
            if (!_source.Disk.IsBusy && !_output.IsBusy)
            {
                ReportFailure();
                return _ending;
            }

            Await();
            CollectReads();
            CollectWrites();
            if (!DevicesWork())
            {
                return ConvertEnding.DeviceFailed;
            }
        }
    }

    private void FillFreeSlots()
    {
        while (_ending == ConvertEnding.Done && _next < _end && _order.HasFree)
        {
            if (ExtentEnd <= _next && !TryFind())
            {
                return;
            }

            if (_extent.Kind is ExtentKind.Hole or ExtentKind.Zero)
            {
                Zero();
            }
            else if (!(_extent.Kind == ExtentKind.Data ? TryRead() : TryDecode()))
            {
                return;
            }
        }
    }

    private bool TryFind()
    {
        FormatStatus status = _disk.Find(ref _source, _next, out _extent);
        if (status != FormatStatus.Answered)
        {
            _ending = EndingOf(status);
        }
        else if (!_disk.TryChargeReads(_source.Disk.BytesRead + _dataRead))
        {
            _ending = ConvertEnding.Refused;
        }

        return _ending == ConvertEnding.Done;
    }

    private void Zero()
    {
        ulong end = ExtentEnd < _end ? ExtentEnd : _end;
        ulong longest = (ulong)_output.MaxZeroSectors << BlockConfig.SectorShift;
        if (longest != 0)
        {
            end = end - _next > longest ? _next + longest : end;
            uint number = _order.Take();
            ref ConvertSlot slot = ref _slots[(int)number];
            slot = new ConvertSlot
            {
                OutputSector = _next >> BlockConfig.SectorShift,
                Sectors = (uint)Sectors(end - _next),
                IsZero = true,
                BufferEnd = _bufferEnd,
            };
            _output.Add(number, new BlockRequest(
                BlockOperation.WriteZeroes, slot.OutputSector, buffer: 0, slot.Sectors << BlockConfig.SectorShift));
        }

        _next = end;
    }

    /// <summary>Has the next part of an extent of data read; false if there is no room, or it is too much.</summary>
    private bool TryRead()
    {
        ulong end = NextEnd(ExtentEnd);
        uint sectors = (uint)Sectors(end - _next);
        if (!_buffers.TryTake(sectors, out ulong buffer) || !TryCharge(sectors))
        {
            return false;
        }

        _dataRead += (ulong)sectors << BlockConfig.SectorShift;
        uint number = _order.Take();
        ref ConvertSlot slot = ref _slots[(int)number];
        slot = new ConvertSlot
        {
            OutputSector = _next >> BlockConfig.SectorShift,
            InputSector = (_extent.FileOffset + (_next - _extent.Start)) >> BlockConfig.SectorShift,
            Sectors = sectors,
            Buffer = buffer,
            BufferEnd = _bufferEnd = buffer + sectors,
        };
        _source.Disk.Driver.Add(number, new BlockRequest(
            BlockOperation.Read, slot.InputSector, _buffers.Address(buffer), sectors << BlockConfig.SectorShift));
        _next = end;
        return true;
    }

    /// <summary>
    /// Decodes the compressed block that comes next, and has the part of it written that is wanted; false if there is no
    /// room, it is too much, or it can't be decoded.
    /// </summary>
    private bool TryDecode()
    {
        ulong end = ExtentEnd < _end ? ExtentEnd : _end;
        uint skipped = (uint)(_next - _extent.Start) >> BlockConfig.SectorShift;
        ulong blockSectors = Sectors(_extent.BlockLength);
        uint sectors = (uint)Sectors(end - _next);
        if (!_buffers.TryTake(blockSectors, out ulong buffer) || !TryCharge(sectors))
        {
            return false;
        }

        var block = new RamArea(_buffers.Address(buffer), blockSectors << BlockConfig.SectorShift);
        FormatStatus status = _disk.Decode(ref _source, _extent, block);
        if (status != FormatStatus.Answered)
        {
            _ending = EndingOf(status);
            return false;
        }

        uint number = _order.Take();
        _slots[(int)number] = new ConvertSlot
        {
            OutputSector = _next >> BlockConfig.SectorShift,
            Sectors = sectors,
            Buffer = buffer + skipped,
            BufferEnd = _bufferEnd = buffer + blockSectors,
        };
        _next = end;
        Write(number);
        _output.Publish(); // the device works while the next block is decoded
        return true;
    }

    /// <summary>
    /// Up to a multiple of the longest chunk, so that requests cover whole pages of the host's cache; never beyond the
    /// range.
    /// </summary>
    private readonly ulong NextEnd(ulong extentEnd)
    {
        ulong end = _next - (_next % ConvertPlan.LongestChunk) + ConvertPlan.LongestChunk;
        end = end < extentEnd ? end : extentEnd;
        return end < _end ? end : _end;
    }

    /// <summary>Counts what is about to be written; false if that is more than the image may come to.</summary>
    private bool TryCharge(uint sectors)
    {
        if (!_disk.TryChargeWrite((ulong)sectors << BlockConfig.SectorShift))
        {
            _ending = ConvertEnding.Refused;
        }

        return _ending == ConvertEnding.Done;
    }

    private void Await()
    {
        if (!_source.Disk.HasCompletions && !_wait.TrySpin(ref _source.Disk.Driver, ref _output))
        {
            _reporter.Flush();
            _wait.Yield(ref _source.Disk.Driver, ref _output);
        }
    }

    private void CollectReads()
    {
        while (_source.Disk.TryTake(out BlockCompletion completion))
        {
            if (completion.Succeeded)
            {
                Write(completion.Slot);
            }
            else
            {
                Fail(DeviceRole.Input, completion);
            }
        }
    }

    private void CollectWrites()
    {
        while (_output.TryTake(out BlockCompletion completion))
        {
            if (completion.Succeeded)
            {
                ref ConvertSlot slot = ref _slots[(int)completion.Slot];
                Written += slot.IsZero ? 0 : (ulong)slot.Sectors << BlockConfig.SectorShift;
                Settle(completion.Slot);
            }
            else
            {
                Fail(DeviceRole.Output, completion);
            }
        }
    }

    private void Write(uint number)
    {
        ref ConvertSlot slot = ref _slots[(int)number];
        _output.Add(number, new BlockRequest(
            BlockOperation.Write,
            slot.OutputSector,
            _buffers.Address(slot.Buffer),
            slot.Sectors << BlockConfig.SectorShift));
    }

    /// <summary>Notes the first failure. Half a disk is of no use, so nothing more is begun.</summary>
    private void Fail(DeviceRole role, BlockCompletion completion)
    {
        if (!_failure.IsThere)
        {
            _failure = new DeviceFailure(role, _slots[(int)completion.Slot], completion.Status);
        }

        _ending = ConvertEnding.DeviceFailed;
        Settle(completion.Slot);
    }

    private void Settle(uint number)
    {
        _slots[(int)number].IsSettled = true;
        while (_order.Any && _slots[(int)_order.Oldest].IsSettled)
        {
            _buffers.ReleaseUpTo(_slots[(int)_order.Oldest].BufferEnd);
            _order.ReleaseOldest();
        }
    }

    /// <summary>
    /// Sends each mark up to which all is written. Slots are taken and given back in order, so that is what lies before
    /// the oldest one, or before what comes next if there is none.
    /// </summary>
    private void ReportMarks()
    {
        ulong first = _start >> BlockConfig.SectorShift;
        ulong settled = (_order.Any ? _slots[(int)_order.Oldest].OutputSector : Sectors(_next)) - first;
        while (_ending == ConvertEnding.Done && _marks.Next <= settled)
        {
            _reporter.Progress(_marks.Next, Sectors(_end) - first);
            _marks.Advance();
        }
    }

    /// <summary>
    /// Reports the request that failed, if one has; of a read that took several sectors, the one at fault, which reading
    /// them one by one tells.
    /// </summary>
    private void ReportFailure()
    {
        if (!_failure.IsThere)
        {
            return;
        }

        ConvertSlot slot = _failure.Slot;
        if (_failure.Role == DeviceRole.Output)
        {
            _reporter.SectorFailed(DeviceRole.Output, slot.OutputSector, _failure.Status);
            return;
        }

        ulong sector = slot.InputSector;
        var buffer = new RamArea(_buffers.Address(slot.Buffer), BlockConfig.SectorSize);
        while (sector < slot.InputSector + slot.Sectors - 1
            && _source.Disk.ReadSector(sector, buffer) == DiskReadStatus.Done)
        {
            sector++;
        }

        _reporter.SectorFailed(DeviceRole.Input, sector, _failure.Status);
    }

    private readonly bool DevicesWork() =>
        DeviceWatch.Works(ref _source.Disk.Driver, DeviceRole.Input, ref _reporter)
        & DeviceWatch.Works(ref _output, DeviceRole.Output, ref _reporter);

    private static ConvertEnding EndingOf(FormatStatus status) =>
        status == FormatStatus.Refused ? ConvertEnding.Refused : ConvertEnding.ReadFailed;

    private static ulong Sectors(ulong bytes) =>
        (bytes >> BlockConfig.SectorShift) + (bytes % BlockConfig.SectorSize == 0 ? 0UL : 1UL);
}
