using System.Numerics;
using System.Threading;
using Airlock.Abi.Virtio;
using Airlock.Guest.Platform;

namespace Airlock.Guest.Virtio;

/// <summary>
/// A driver for one virtio block device. Call, in this order and each once, <see cref="Probe"/>,
/// <see cref="NegotiateFeatures(out ulong)"/>, <see cref="SetUpQueue(ulong, out uint)"/>, <see cref="ReadCapacity"/>
/// and <see cref="Start"/>; then add requests, publish them, and take what is complete. After an error in any of them,
/// <see cref="Fail"/>.
/// </summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
public struct VirtioBlockDriver<TPlatform>
    where TPlatform : struct, IPlatform
{
    private const uint RequestQueue = 0; // VIRTIO 1.2, 5.2.2: requestq1

    private VirtioMmioDevice<TPlatform> _device;
    private BlockQueue<TPlatform> _queue;
    private QueueArea _area;
    private CompletionMode _mode;
    private ulong _features;
    private uint _blockSectorsLessOne; // a zeroed driver has blocks of one sector

    /// <summary>The requests that can be outstanding at a time; slots are numbered from 0.</summary>
    public readonly uint SlotCount => _queue.SlotCount;

    /// <summary>The most sectors of a request for zeroes; 0 if the device takes none.</summary>
    public uint MaxZeroSectors { get; private set; }

    /// <summary>
    /// Whether <see cref="AskExtents"/> can be used. It takes a slot, of which a tiny queue has none to spare.
    /// </summary>
    public readonly bool KnowsExtents => (_features & BlockFeatureBits.Extents) != 0 && SlotCount > 1;

    /// <summary>Whether the device can't be written.</summary>
    public readonly bool IsReadOnly => (_features & BlockFeatureBits.ReadOnly) != 0;

    /// <summary>Whether what has been written is safe only after a flush.</summary>
    public readonly bool NeedsFlush => (_features & BlockFeatureBits.Flush) != 0;

    /// <summary>
    /// Sectors in a block, a power of two. With <see cref="BlockOptions.BlockSize"/> more than 1 if the device has
    /// larger blocks, of which it may refuse parts.
    /// </summary>
    public readonly uint BlockSectors => _blockSectorsLessOne + 1;

    /// <summary>Whether requests are outstanding.</summary>
    public readonly bool IsBusy => _queue.IsBusy;

    /// <summary>Whether <see cref="TryTake"/> has something to say.</summary>
    public readonly bool HasCompletions => _queue.HasUsed;

    /// <summary>
    /// Why the device can no longer be used, once it has shown that; nothing more comes from it then, and what is
    /// outstanding is lost.
    /// </summary>
    public DriverError Error { get; private set; }

    /// <summary>Looks for a block device in the window at <paramref name="window"/> and resets it.</summary>
    public DriverError Probe(ulong window)
    {
        _device = new VirtioMmioDevice<TPlatform>(window);
        return _device.Probe(DeviceId.Block);
    }

    /// <summary>
    /// Takes VERSION_1 and, where they are offered, RO and the two bits about the platform. Returns all that the device
    /// offers.
    /// </summary>
    public DriverError NegotiateFeatures(out ulong offered) => NegotiateFeatures(BlockOptions.None, out offered);

    /// <summary>The same, and also takes what <paramref name="options"/> names, where it is offered.</summary>
    public DriverError NegotiateFeatures(BlockOptions options, out ulong offered)
    {
        const ulong sparse = BlockFeatureBits.WriteZeroes | BlockFeatureBits.Extents;
        ulong wanted = BlockFeatureBits.ReadOnly
            | ((options & BlockOptions.Sparse) != 0 ? sparse : 0)
            | ((options & BlockOptions.Flush) != 0 ? BlockFeatureBits.Flush : 0)
            | ((options & BlockOptions.BlockSize) != 0 ? BlockFeatureBits.BlkSize : 0);
        DriverError error = _device.NegotiateFeatures(wanted, out offered);
        _features = offered & wanted;
        return error;
    }

    /// <summary>
    /// Sets up the request queue in the 64 KiB at guest-physical address <paramref name="area"/>.
    /// </summary>
    public DriverError SetUpQueue(ulong area, out uint size) => SetUpQueue(area, CompletionMode.Awaited, out size);

    /// <summary>The same, with the way in which its user will learn of completions.</summary>
    public DriverError SetUpQueue(ulong area, CompletionMode mode, out uint size)
    {
        DriverError error = _device.SelectQueue(RequestQueue, out uint maxSize);
        size = LargestPowerOfTwo(maxSize);
        if (error != DriverError.None)
        {
            return error;
        }

        if (size < RequestSlots.DescriptorsPerRequest)
        {
            return DriverError.QueueTooSmall;
        }

        _mode = mode;
        _area = new QueueArea(area);
        _queue = new BlockQueue<TPlatform>(_area, size, mode);
        _device.ReadyQueue(_area, size);
        return DriverError.None;
    }

    /// <summary>
    /// Reads the capacity, in sectors of 512 bytes; in bytes, too, it fits into 64 bits. And, where they have been
    /// negotiated, the size of a block and the limit of a request for zeroes.
    /// </summary>
    public DriverError ReadCapacity(out ulong sectors)
    {
        DriverError error = _device.ReadConfiguration(BlockConfig.Capacity, out sectors);
        if (error == DriverError.None && sectors > ulong.MaxValue >> BlockConfig.SectorShift)
        {
            return DriverError.CapacityTooLarge;
        }

        ReadBlockSize();
        return error == DriverError.None ? ReadZeroLimit() : error;
    }

    /// <summary>Lets the device go.</summary>
    public DriverError Start() => _device.Start();

    /// <summary>Adds a request in a free slot. The device sees it after <see cref="Publish"/>.</summary>
    public void Add(uint slot, in BlockRequest request) => _queue.Add(slot, request);

    /// <summary>
    /// Asks what lies from <paramref name="sector"/> on, one question at a time. Once the request in
    /// <paramref name="slot"/> has succeeded, the answer is there for <see cref="ReadExtent"/>.
    /// </summary>
    public void AskExtents(uint slot, ulong sector) => _queue.Add(slot, new BlockRequest(
        BlockOperation.GetExtents, sector, _area.Extents, ExtentAnswer.Count * BlockExtent.Length));

    /// <summary>
    /// Reads an entry of the last answer, below <see cref="ExtentAnswer.Count"/>; 0 sectors end it. No more of them count
    /// than there are left, whatever the device says.
    /// </summary>
    public readonly unsafe ulong ReadExtent(uint index, ulong left, out bool isHole)
    {
        // SAFETY: the area has room for BlockExtent.MaxCount entries. Each field is read once.
        var entry = (BlockExtent*)TPlatform.Ram(_area.Extents) + index;
        isHole = Volatile.Read(ref entry->Kind) == BlockExtent.Hole;
        ulong count = Volatile.Read(ref entry->SectorCount);
        return count < left ? count : left;
    }

    /// <summary>Shows the device all requests added since the last call: one index, at most one notification.</summary>
    public void Publish()
    {
        if (_queue.Publish())
        {
            _device.Notify(RequestQueue);
        }
    }

    /// <summary>Takes one completed request, if there is one. False for good once <see cref="Error"/> is set.</summary>
    public bool TryTake(out BlockCompletion completion)
    {
        completion = default;
        if (Error != DriverError.None || !_queue.HasUsed)
        {
            return false;
        }

        bool taken = _queue.TryTake(out completion, out DriverError error);
        Error = error;
        return taken;
    }

    /// <summary>
    /// Leaves the guest by one trapping read of InterruptStatus, with <see cref="CompletionMode.Awaited"/> for as long
    /// as the host likes, and learns whether the device is still alive. The caller then looks at the rings again.
    /// </summary>
    public void Yield()
    {
        if (Error == DriverError.None)
        {
            Error = _device.ReadInterruptStatus(_mode);
        }
    }

    /// <summary>
    /// Waits no longer for what is outstanding: from now on that is the device's <see cref="Error"/>.
    /// </summary>
    public void GiveUp()
    {
        if (Error == DriverError.None)
        {
            Error = DriverError.NoAnswer;
        }
    }

    /// <summary>Tells the device that its driver has given up.</summary>
    public void Fail() => _device.Fail();

    /// <summary>5.2.5: a hint, which is passed over when it can't be one. Many devices take it for a rule.</summary>
    private void ReadBlockSize()
    {
        if ((_features & BlockFeatureBits.BlkSize) != 0)
        {
            uint size = _device.ReadConfiguration32(BlockConfig.BlkSize);
            bool isSize = BitOperations.IsPow2(size) && size >= BlockConfig.SectorSize;
            _blockSectorsLessOne = isSize ? (size >> BlockConfig.SectorShift) - 1 : 0;
        }
    }

    private DriverError ReadZeroLimit()
    {
        if ((_features & BlockFeatureBits.WriteZeroes) == 0)
        {
            return DriverError.None;
        }

        // Two fields of 32 bits, which are read as such. One segment is all that a request of this driver has.
        DriverError error = _device.ReadConfiguration(BlockConfig.MaxWriteZeroesSectors, out ulong limits);
        uint sectors = limits >> 32 == 0 ? 0 : (uint)limits;
        const uint longest = uint.MaxValue >> BlockConfig.SectorShift; // in bytes, too, it fits into 32 bits
        MaxZeroSectors = sectors < longest ? sectors : longest;
        return error;
    }

    /// <summary>2.7: the size of a split queue is a power of two, which QueueNumMax needn't be.</summary>
    private static uint LargestPowerOfTwo(uint maxSize)
    {
        uint size = QueueArea.MaxQueueSize;
        while (size > maxSize)
        {
            size >>= 1;
        }

        return size;
    }
}
