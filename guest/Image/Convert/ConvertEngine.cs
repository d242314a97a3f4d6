using Airlock.Abi.Virtio;
using Airlock.Guest.Formats;
using Airlock.Guest.Platform;
using Airlock.Guest.Programs;
using Airlock.Guest.Storage;
using Airlock.Guest.Transports;
using Airlock.Guest.Virtio;
using Airlock.Image.Contents;

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
    private readonly ulong _start;
    private readonly ulong _end;

    private DiskCursor<TPlatform, TDisk> _cursor;
    private ProgressMarks _marks;
    private ConvertSlots _slots;
    private SlotOrder _order;
    private BufferRing _buffers;
    private ulong _bufferEnd; // of the buffer that was taken last
    private CompletionWait _wait;
    private DeviceFailure _failure;
    private RamArea _failureBuffer; // that nothing else uses any more

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
        _start = plan.Start;
        _end = plan.End;
        _cursor = new DiskCursor<TPlatform, TDisk>(ref source, ref disk, plan.Start, plan.End);
        _marks = new ProgressMarks(ContentSizes.Sectors(plan.End) - (plan.Start >> BlockConfig.SectorShift), plan.ProgressStep);
        _order = new SlotOrder(source.Disk.SlotCount < output.SlotCount ? source.Disk.SlotCount : output.SlotCount);
        _buffers = new BufferRing(plan.Buffers.Address, plan.Buffers.Length >> BlockConfig.SectorShift);
        _wait = new CompletionWait(plan.Completions, Backoff.Patience);
    }

    /// <summary>Bytes of data that have been written; zeroes aren't counted.</summary>
    public ulong Written { get; private set; }

    /// <summary>
    /// Runs until all is written, or the first thing goes wrong and what was on its way has ended.
    /// </summary>
    public ContentEnding Run()
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
                return _cursor.Ending;
            }

            Await();
            CollectReads();
            CollectWrites();
            if (!DevicesWork())
            {
                return ContentEnding.DeviceFailed;
            }
        }
    }

    private void FillFreeSlots()
    {
        while (_cursor.HasMore && _order.HasFree && _cursor.TryFind())
        {
            if (_cursor.Kind is ExtentKind.Hole or ExtentKind.Zero)
            {
                Zero();
            }
            else if (!(_cursor.Kind == ExtentKind.Data ? TryRead() : TryDecode()))
            {
                return;
            }
        }
    }

    private void Zero()
    {
        ulong next = _cursor.Next;
        ulong end = _cursor.PartEnd;
        ulong longest = (ulong)_output.MaxZeroSectors << BlockConfig.SectorShift;
        if (longest != 0)
        {
            end = end - next > longest ? next + longest : end;
            uint number = _order.Take();
            ref ConvertSlot slot = ref _slots[(int)number];
            slot = new ConvertSlot
            {
                OutputSector = next >> BlockConfig.SectorShift,
                Sectors = (uint)ContentSizes.Sectors(end - next),
                IsZero = true,
                BufferEnd = _bufferEnd,
            };
            _output.Add(number, new BlockRequest(
                BlockOperation.WriteZeroes, slot.OutputSector, buffer: 0, slot.Sectors << BlockConfig.SectorShift));
        }

        _cursor.MoveTo(end);
    }

    /// <summary>Has the next part of an extent of data read; false if there is no room, or it is too much.</summary>
    private bool TryRead()
    {
        if (!_cursor.TryTake(ref _buffers, out TakenPart part))
        {
            return false;
        }

        _cursor.Read(Take(part), part, _buffers.Address(part.Buffer));
        return true;
    }

    /// <summary>
    /// Decodes the compressed block that comes next, and has the part of it written that is wanted; false if there is no
    /// room, it is too much, or it can't be decoded.
    /// </summary>
    private bool TryDecode()
    {
        if (!_cursor.TryDecode(ref _buffers, out TakenPart part))
        {
            return false;
        }

        Write(Take(part));
        _output.Publish(); // the device works while the next block is decoded
        return true;
    }

    private uint Take(in TakenPart part)
    {
        uint number = _order.Take();
        _slots[(int)number] = new ConvertSlot
        {
            OutputSector = part.Start >> BlockConfig.SectorShift,
            InputSector = part.FileSector,
            Sectors = part.Sectors,
            Buffer = part.Buffer,
            BufferEnd = _bufferEnd = part.BufferEnd,
        };
        return number;
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
            ConvertSlot slot = _slots[(int)completion.Slot];
            ulong sector = role == DeviceRole.Input ? slot.InputSector : slot.OutputSector;
            _failure = new DeviceFailure(role, sector, slot.Sectors, completion.Status);
            _failureBuffer = new RamArea(_buffers.Address(slot.Buffer), BlockConfig.SectorSize);
        }

        _cursor.Stop(ContentEnding.DeviceFailed);
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
        ulong settled = (_order.Any ? _slots[(int)_order.Oldest].OutputSector : ContentSizes.Sectors(_cursor.Next)) - first;
        while (_cursor.Ending == ContentEnding.Done && _marks.Next <= settled)
        {
            _reporter.Progress(_marks.Next, ContentSizes.Sectors(_end) - first);
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

        ulong sector = _failure.Role == DeviceRole.Input
            ? _source.FindBadSector(_failure.Sector, _failure.Sectors, _failureBuffer)
            : _failure.Sector;
        _reporter.SectorFailed(_failure.Role, sector, _failure.Status);
    }

    private readonly bool DevicesWork() =>
        DeviceWatch.Works(ref _source.Disk.Driver, DeviceRole.Input, ref _reporter)
        & DeviceWatch.Works(ref _output, DeviceRole.Output, ref _reporter);
}
