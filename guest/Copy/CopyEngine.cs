using Airlock.Abi.Virtio;
using Airlock.Guest.Platform;
using Airlock.Guest.Transports;
using Airlock.Guest.Virtio;

namespace Airlock.Copy;

/// <summary>
/// Copies all sectors of the input to the output. Each slot has a buffer that the input device fills and the output
/// device empties, so the guest never touches the data; all slots are on their way at the same time, and their requests
/// may end in any order.
/// </summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
/// <typeparam name="TTransport">Where messages go.</typeparam>
internal ref struct CopyEngine<TPlatform, TTransport>
    where TPlatform : struct, IPlatform
    where TTransport : struct, IMessageTransport
{
    private readonly ref VirtioBlockDriver<TPlatform> _input;
    private readonly ref VirtioBlockDriver<TPlatform> _output;
    private readonly ref CopyReporter<TTransport> _reporter;
    private readonly CopyGeometry _geometry;
    private readonly ulong _total;

    private ChunkPlan _plan;
    private ProgressMarks _marks;
    private CopySlots _slots;
    private FreeSlots _free;
    private bool _outputIsNext;

    /// <summary>A copy of <paramref name="total"/> sectors between two started devices.</summary>
    public CopyEngine(
        ref VirtioBlockDriver<TPlatform> input,
        ref VirtioBlockDriver<TPlatform> output,
        ref CopyReporter<TTransport> reporter,
        ulong total,
        in CopyOptions options)
    {
        _input = ref input;
        _output = ref output;
        _reporter = ref reporter;
        _total = total;
        uint maxSlots = input.SlotCount < output.SlotCount ? input.SlotCount : output.SlotCount;
        _geometry = new CopyGeometry(options.RamBytes, options.ChunkSectors, maxSlots);
        _marks = new ProgressMarks(total, options.ProgressStep);
        _plan = new ChunkPlan(total, _geometry.ChunkSectors, _marks);
        _free = new FreeSlots(_geometry.SlotCount);
        for (uint slot = 0; slot < _geometry.SlotCount; slot++)
        {
            _slots[(int)slot].Clear();
        }
    }

    /// <summary>Sectors that have really been copied.</summary>
    public ulong Copied { get; private set; }

    /// <summary>
    /// Runs until each sector has been written or reported as failed; false if a device failed as a whole, which has
    /// been reported, too.
    /// </summary>
    public bool Run()
    {
        while (true)
        {
            FillFreeSlots();
            _input.Publish();
            _output.Publish();

            // Only now, when the devices have work again: a message takes the host longer than a request.
            ReportMarks();
            if (!_input.IsBusy && !_output.IsBusy)
            {
                return true;
            }

            if (!CompletionWait.TrySpin(ref _input, ref _output))
            {
                _reporter.Flush();
                CompletionWait.Yield(ref _input, ref _output, ref _outputIsNext);
            }

            CollectReads();
            CollectWrites();
            if (!DevicesWork())
            {
                return false;
            }
        }
    }

    private void FillFreeSlots()
    {
        while (_free.Any && _plan.TryTake(out ulong start, out ulong end))
        {
            uint slot = _free.Take();
            _slots[(int)slot].Begin(start, end);
            Post(slot, BlockOperation.Read);
        }
    }

    private void CollectReads()
    {
        while (_input.TryTake(out BlockCompletion completion))
        {
            if (completion.Succeeded)
            {
                Post(completion.Slot, BlockOperation.Write);
            }
            else
            {
                NarrowDown(completion, BlockOperation.Read);
            }
        }
    }

    private void CollectWrites()
    {
        while (_output.TryTake(out BlockCompletion completion))
        {
            if (completion.Succeeded)
            {
                Copied += _slots[(int)completion.Slot].Length;
                Advance(completion.Slot);
            }
            else
            {
                NarrowDown(completion, BlockOperation.Write);
            }
        }
    }

    /// <summary>Tries a smaller piece of what failed, or gives up the one sector that it has come down to.</summary>
    private void NarrowDown(BlockCompletion failure, BlockOperation operation)
    {
        if (_slots[(int)failure.Slot].TryHalve())
        {
            // A piece that could be read but not written starts at the same place of the buffer as its first half.
            Post(failure.Slot, operation);
            return;
        }

        _reporter.SectorFailed(operation, _slots[(int)failure.Slot].Position, failure.Status);
        Advance(failure.Slot);
    }

    private void Advance(uint slot)
    {
        if (_slots[(int)slot].TryAdvance())
        {
            Post(slot, BlockOperation.Read);
            return;
        }

        _slots[(int)slot].Clear();
        _free.Put(slot);
    }

    private void Post(uint slot, BlockOperation operation)
    {
        CopySlot piece = _slots[(int)slot];
        uint length = (uint)(piece.Length << BlockConfig.SectorShift); // less than guest RAM, so it fits
        var request = new BlockRequest(operation, piece.Position, _geometry.Buffer(slot), length);
        if (operation == BlockOperation.Read)
        {
            _input.Add(slot, request);
        }
        else
        {
            _output.Add(slot, request);
        }
    }

    /// <summary>
    /// Sends each mark up to which everything is settled. Chunks are handed out in order, so what lies before the
    /// first unsettled sector of each slot, and before the next chunk, is settled.
    /// </summary>
    private void ReportMarks()
    {
        // No chunk spans a mark: while the plan hasn't come that far there is no need to look at the slots.
        if (_marks.Next > _plan.Next)
        {
            return;
        }

        ulong settled = Settled();
        while (_marks.Next <= settled)
        {
            _reporter.Progress(_marks.Next, _total);
            _marks.Advance();
        }
    }

    private readonly ulong Settled()
    {
        ulong settled = _plan.Next;
        for (uint slot = 0; slot < _geometry.SlotCount; slot++)
        {
            ulong position = _slots[(int)slot].Position;
            settled = position < settled ? position : settled;
        }

        return settled;
    }

    private readonly bool DevicesWork() =>
        DeviceWorks(ref _input, DeviceRole.Input) & DeviceWorks(ref _output, DeviceRole.Output);

    private readonly bool DeviceWorks(ref VirtioBlockDriver<TPlatform> driver, DeviceRole role)
    {
        if (driver.Error == DriverError.None)
        {
            return true;
        }

        driver.Fail();
        _reporter.DeviceFailed(DeviceStage.Queue, role, (uint)driver.Error);
        return false;
    }
}
