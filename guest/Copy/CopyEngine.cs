using Airlock.Abi.Machine;
using Airlock.Abi.Virtio;
using Airlock.Guest.Messages;
using Airlock.Guest.Platform;
using Airlock.Guest.Programs;
using Airlock.Guest.Transports;
using Airlock.Guest.Virtio;

namespace Airlock.Copy;

/// <summary>
/// Copies all sectors of the input to the output. Each chunk has a buffer that the input device fills and the output
/// device empties, so the guest never touches the data, unless it is to look for zeroes. Many are on their way at the
/// same time, and their requests may end in any order; slots and buffers are given back in the order of the disk.
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
    private readonly ulong _total;
    private readonly ulong _blockSectors;
    private readonly ulong _maxZeroSectors; // whole blocks
    private readonly ulong _zeroBlockSectors;
    private readonly bool _looksForZeroes;

    private ExtentMap<TPlatform> _extents;
    private ChunkPlan _plan;
    private ProgressMarks _marks;
    private CopySlots _slots;
    private SlotOrder _order;
    private BufferRing _buffers;
    private CompletionWait _wait;
    private bool _isRetrying;

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
        _blockSectors = CopyGeometry.BlockSectors(input, output);
        _maxZeroSectors = output.MaxZeroSectors & ~(_blockSectors - 1);

        // Holes may begin and end anywhere. Only a device of ours tells of them, and those have no large blocks.
        bool asks = input.KnowsExtents && _maxZeroSectors != 0 && _blockSectors == 1;
        uint inputSlots = input.SlotCount - (asks ? 1u : 0u);
        uint maxSlots = inputSlots < output.SlotCount ? inputSlots : output.SlotCount;
        var geometry = new CopyGeometry(options.Machine.RamBytes, options.ChunkSectors, maxSlots, (uint)_blockSectors);
        _looksForZeroes = options.Sparse == SparseMode.Always && _maxZeroSectors != 0;
        _zeroBlockSectors = _blockSectors > ZeroRun.SmallestBlock ? _blockSectors : ZeroRun.SmallestBlock;
        _extents = new ExtentMap<TPlatform>(total, questionSlot: inputSlots);
        _marks = new ProgressMarks(total, options.ProgressStep);
        _plan = new ChunkPlan(geometry.ChunkSectors, _maxZeroSectors, _blockSectors, _marks);
        _order = new SlotOrder(maxSlots);
        _buffers = new BufferRing(MemoryMap.DmaBase, geometry.BufferSectors);
        _wait = new CompletionWait(options.Machine.Completions, Backoff.Patience);
        if (!asks)
        {
            _extents.AssumeData();
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
            if (!_input.IsBusy && !_output.IsBusy && !TryRetry())
            {
                return true;
            }

            Await();
            CollectReads();
            CollectWrites();
            if (!DevicesWork())
            {
                return false;
            }
        }
    }

    private void Await()
    {
        if (!_wait.TrySpin(ref _input, ref _output))
        {
            _reporter.Flush();
            _wait.Yield(ref _input, ref _output);
        }
    }

    private void FillFreeSlots()
    {
        // What is tried once more is alone with the devices.
        if (_isRetrying)
        {
            return;
        }

        while (_order.HasFree && _extents.TryFind(_plan.Next, out Extent extent))
        {
            Chunk chunk = _plan.Look(extent);
            if (!_buffers.TryTake(chunk.BufferLength, out ulong buffer))
            {
                break;
            }

            _plan.Take(chunk);
            uint slot = _order.Take();
            _slots[(int)slot].Begin(chunk, buffer);
            Post(slot);
        }

        _extents.AskAhead(ref _input);
    }

    private void CollectReads()
    {
        while (_input.TryTake(out BlockCompletion completion))
        {
            _isRetrying = false;
            if (_extents.TryLearn(_input, completion))
            {
                continue;
            }

            if (completion.Succeeded)
            {
                WriteRun(completion.Slot);
            }
            else
            {
                NarrowDown(completion);
            }
        }
    }

    private void CollectWrites()
    {
        while (_output.TryTake(out BlockCompletion completion))
        {
            _isRetrying = false;
            if (completion.Succeeded)
            {
                Copied += _slots[(int)completion.Slot].Length;
                Advance(completion.Slot);
            }
            else
            {
                NarrowDown(completion);
            }
        }
    }

    /// <summary>
    /// Tries a smaller piece of what failed. The one block that it comes down to is tried once more, alone, before it
    /// is given up: a device may have merged it with another request, and failed both for the other's sake.
    /// </summary>
    private void NarrowDown(BlockCompletion failure)
    {
        ref CopySlot slot = ref _slots[(int)failure.Slot];
        if (slot.TryHalve(_blockSectors))
        {
            Post(failure.Slot);
            return;
        }

        if (slot.TryPutOff())
        {
            return;
        }

        for (ulong i = 0; i < slot.Length; i++)
        {
            _reporter.SectorFailed(slot.Operation, slot.Position + i, failure.Status);
        }

        Advance(failure.Slot);
    }

    /// <summary>Tries the first piece again that waits for that; false if there is none.</summary>
    private bool TryRetry()
    {
        for (uint i = 0; i < _order.Count; i++)
        {
            uint number = _order.At(i);
            ref CopySlot slot = ref _slots[(int)number];
            if (slot.IsRetryDue)
            {
                slot.BeginRetry();
                Post(number);
                _input.Publish();
                _output.Publish();
                _isRetrying = true;
                return true;
            }
        }

        return false;
    }

    private void Advance(uint number)
    {
        ref CopySlot slot = ref _slots[(int)number];
        if (slot.TryAdvance())
        {
            Post(number);
        }
        else if (slot.HasUnwritten)
        {
            WriteRun(number);
        }
        else if (slot.TryReadOn())
        {
            Post(number);
        }
        else
        {
            slot.Settle();
            ReleaseSettled();
        }
    }

    private void ReleaseSettled()
    {
        while (_order.Any && _slots[(int)_order.Oldest].IsSettled)
        {
            _buffers.ReleaseUpTo(_slots[(int)_order.Oldest].BufferEnd);
            _order.ReleaseOldest();
        }
    }

    /// <summary>Writes what has been read, up to where zeroes begin or end if they are looked for.</summary>
    private void WriteRun(uint number)
    {
        ref CopySlot slot = ref _slots[(int)number];
        ulong end = slot.ReadEnd;
        bool isZero = false;
        if (_looksForZeroes)
        {
            ulong start = slot.Position;
            end = ZeroRun.Find<TPlatform>(
                _buffers.Address(slot.BufferPosition), start, end, _zeroBlockSectors, out isZero);
            end = isZero && end - start > _maxZeroSectors ? start + _maxZeroSectors : end;
        }

        slot.BeginRun(end, isZero);
        Post(number);
    }

    private void Post(uint number)
    {
        ref CopySlot slot = ref _slots[(int)number];
        ulong buffer = _buffers.Address(slot.BufferPosition);
        uint length = (uint)(slot.Length << BlockConfig.SectorShift); // what a request can hold fits: see both limits
        var request = new BlockRequest(slot.Operation, slot.Position, buffer, length);
        if (slot.Operation == BlockOperation.Read)
        {
            _input.Add(number, request);
        }
        else
        {
            _output.Add(number, request);
        }
    }

    /// <summary>
    /// Sends each mark up to which everything is settled. Chunks are handed out and given back in order, so that is
    /// what lies before the current piece of the oldest one, or before the next chunk if there is none.
    /// </summary>
    private void ReportMarks()
    {
        // While the plan hasn't come that far there is no need to look at the slots.
        if (_marks.Next > _plan.Next)
        {
            return;
        }

        ulong settled = _order.Any ? _slots[(int)_order.Oldest].Position : _plan.Next;
        while (_marks.Next <= settled)
        {
            _reporter.Progress(_marks.Next, _total);
            _marks.Advance();
        }
    }

    private readonly bool DevicesWork() =>
        DeviceWatch.Works(ref _input, DeviceRole.Input, ref _reporter)
        & DeviceWatch.Works(ref _output, DeviceRole.Output, ref _reporter);
}
