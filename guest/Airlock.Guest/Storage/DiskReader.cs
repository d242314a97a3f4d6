using System;
using System.Diagnostics.CodeAnalysis;
using Airlock.Abi.Virtio;
using Airlock.Guest.Platform;
using Airlock.Guest.Programs;
using Airlock.Guest.Virtio;

namespace Airlock.Guest.Storage;

/// <summary>
/// A block device that is read by position, through a cache of fixed size. It knows the exact length of the file behind
/// the device, and reads nothing beyond. Its user may have requests of their own outstanding, in all slots but the last;
/// what of them ends while a window is awaited is kept for <see cref="TryTake"/>.
/// </summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
public unsafe struct DiskReader<TPlatform>
    where TPlatform : struct, IPlatform
{
    /// <summary>
    /// Bytes of a window, which begins at a multiple of them: as little as is worth a request, as tables may be spread
    /// over all of the file.
    /// </summary>
    public const uint WindowLength = 0x4000;

    /// <summary>Bytes that the cache needs.</summary>
    public const ulong CacheLength = WindowLength * (ulong)DiskWindows.Count;

    private VirtioBlockDriver<TPlatform> _driver;
    private CompletionWait _wait;
    private ulong _cache;
    private DiskWindows _windows;
    private ulong _uses;
    private int _recent;
    private FileExtents _extents;
    private PutOffCompletions _putOff;
    private int _putOffCount;

    /// <summary>The driver, to be brought up before anything is read.</summary>
    [UnscopedRef]
    public ref VirtioBlockDriver<TPlatform> Driver => ref _driver;

    /// <summary>Bytes of the file.</summary>
    public ulong Length { get; private set; }

    /// <summary>Bytes that were read into the cache.</summary>
    public ulong BytesRead { get; private set; }

    /// <summary>After a failure, the sector that it is about.</summary>
    public ulong FailedSector { get; private set; }

    /// <summary>After a failure, the device's status or a <see cref="DriverError"/>.</summary>
    public uint FailedStatus { get; private set; }

    /// <summary>Slots for requests of the user's: all but the one that windows are read by.</summary>
    public readonly uint SlotCount => _driver.SlotCount - 1;

    /// <summary>Whether requests of the user's are outstanding, or have ended and not been taken.</summary>
    public readonly bool IsBusy => _putOffCount != 0 || _driver.IsBusy;

    /// <summary>Whether <see cref="TryTake"/> has something to say.</summary>
    public readonly bool HasCompletions => _putOffCount != 0 || _driver.HasCompletions;

    private readonly uint WindowSlot => _driver.SlotCount - 1;

    /// <summary>Begins, once the driver has been started.</summary>
    /// <param name="length">Bytes of the file, at most those of the device's sectors.</param>
    /// <param name="cache">At least <see cref="CacheLength"/> bytes.</param>
    /// <param name="completions">How to wait.</param>
    public void Start(ulong length, RamArea cache, CompletionMode completions)
    {
        Length = length;
        _cache = cache.Address;
        _wait = new CompletionWait(completions, Backoff.Patience);
    }

    /// <summary>Reads all of <paramref name="destination"/> from <paramref name="position"/> on.</summary>
    public DiskReadStatus Read(ulong position, Span<byte> destination)
    {
        if (position > Length || (ulong)destination.Length > Length - position)
        {
            return DiskReadStatus.BeyondEnd;
        }

        while (destination.Length != 0)
        {
            uint offset = (uint)(position % WindowLength);
            uint room = WindowLength - offset;
            int part = room < (uint)destination.Length ? (int)room : destination.Length;
            if (!TryFind(position / WindowLength, offset, (uint)part, out ulong window))
            {
                return DiskReadStatus.DeviceFailed;
            }

            // SAFETY: a window of the cache; offset and part lie inside of it.
            new ReadOnlySpan<byte>(TPlatform.Ram(window) + offset, part).CopyTo(destination);
            destination = destination.Slice(part);
            position += (uint)part;
        }

        return DiskReadStatus.Done;
    }

    /// <summary>Reads bytes past the cache, by one request, into an area that has room for their sectors.</summary>
    /// <param name="position">Where they lie.</param>
    /// <param name="length">How many they are.</param>
    /// <param name="area">Where they go.</param>
    /// <param name="first">Which byte of the area the first one is.</param>
    public DiskReadStatus ReadPast(ulong position, uint length, RamArea area, out uint first)
    {
        first = (uint)(position % BlockConfig.SectorSize);
        if (position > Length || length > Length - position)
        {
            return DiskReadStatus.BeyondEnd;
        }

        uint sectors = (uint)SectorsOf(first + (ulong)length);
        return length == 0 || TryReadSectors(position / BlockConfig.SectorSize, sectors, area.Address)
            ? DiskReadStatus.Done
            : DiskReadStatus.DeviceFailed;
    }

    /// <summary>Reads one sector past the cache.</summary>
    public DiskReadStatus ReadSector(ulong sector, RamArea area) => sector >= SectorsOf(Length)
        ? DiskReadStatus.BeyondEnd
        : TryReadSectors(sector, 1, area.Address) ? DiskReadStatus.Done : DiskReadStatus.DeviceFailed;

    /// <summary>
    /// Whether a byte of the file lies in a hole, which reads as zeroes; false if the device can't tell.
    /// </summary>
    /// <param name="position">Inside the file.</param>
    /// <param name="end">Until where that is so; it may be behind the file's end.</param>
    public bool IsHole(ulong position, out ulong end)
    {
        end = Length;
        if (!_driver.KnowsExtents)
        {
            return false;
        }

        ulong sector = position >> BlockConfig.SectorShift;
        if (!_extents.TryFind(sector, out bool isHole, out ulong endSector))
        {
            Ask(sector);
            _extents.TryFind(sector, out isHole, out endSector);
        }

        end = endSector << BlockConfig.SectorShift;
        return isHole;
    }

    /// <summary>Takes one completed request of the user's, if there is one.</summary>
    public bool TryTake(out BlockCompletion completion)
    {
        if (_putOffCount != 0)
        {
            completion = _putOff[--_putOffCount];
            return true;
        }

        return _driver.TryTake(out completion);
    }

    /// <summary>Where the window lies that has these bytes; false after a failure.</summary>
    private bool TryFind(ulong number, uint offset, uint length, out ulong window)
    {
        _uses++;
        int place = _recent;
        if (_windows[place].NumberPlusOne != number + 1)
        {
            place = Search(number);
        }

        _recent = place;
        _windows[place].LastUse = _uses;
        window = _cache + ((ulong)place * WindowLength);
        return _windows[place].NumberPlusOne == number + 1 || TryFill(place, number, offset, length);
    }

    /// <summary>The window's place, or else the one that was last used longest ago.</summary>
    private readonly int Search(ulong number)
    {
        int oldest = 0;
        for (int i = 0; i < DiskWindows.Count; i++)
        {
            if (_windows[i].NumberPlusOne == number + 1)
            {
                return i;
            }

            if (_windows[i].LastUse < _windows[oldest].LastUse)
            {
                oldest = i;
            }
        }

        return oldest;
    }

    /// <summary>
    /// Reads a window into a place. If that fails, the sectors that are wanted are tried by themselves: others may be
    /// the bad ones.
    /// </summary>
    private bool TryFill(int place, ulong number, uint offset, uint length)
    {
        _windows[place].NumberPlusOne = 0;
        ulong first = number * (WindowLength / BlockConfig.SectorSize);
        ulong rest = SectorsOf(Length) - first;
        ulong sectors = rest < WindowLength / BlockConfig.SectorSize ? rest : WindowLength / BlockConfig.SectorSize;
        ulong buffer = _cache + ((ulong)place * WindowLength);
        if (TryReadSectors(first, (uint)sectors, buffer))
        {
            _windows[place].NumberPlusOne = number + 1;
            return true;
        }

        ulong end = SectorsOf(offset + (ulong)length);
        for (ulong sector = offset / BlockConfig.SectorSize; sector < end; sector++)
        {
            if (!TryReadSectors(first + sector, 1, buffer + (sector * BlockConfig.SectorSize)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Asks the device what lies from a sector on. If it fails, the data will tell why.</summary>
    private void Ask(ulong sector)
    {
        ulong total = SectorsOf(Length);
        if (_driver.Error == DriverError.None)
        {
            _driver.AskExtents(WindowSlot, sector);
            _driver.Publish();
        }

        if (AwaitWindow() == 0)
        {
            _extents.Learn(_driver, sector, total);
        }
        else
        {
            _extents.AssumeData(sector, total);
        }
    }

    private static ulong SectorsOf(ulong bytes) =>
        (bytes / BlockConfig.SectorSize) + (bytes % BlockConfig.SectorSize == 0 ? 0UL : 1UL);

    private bool TryReadSectors(ulong sector, uint count, ulong buffer)
    {
        if (_driver.Error == DriverError.None)
        {
            uint length = count << BlockConfig.SectorShift;
            BytesRead += length;
            _driver.Add(WindowSlot, new BlockRequest(BlockOperation.Read, sector, buffer, length));
            _driver.Publish();
        }

        FailedSector = sector;
        FailedStatus = AwaitWindow();
        return FailedStatus == 0;
    }

    /// <summary>The status of the request in the slot for windows; the driver's error if none comes any more.</summary>
    private uint AwaitWindow()
    {
        while (true)
        {
            while (_driver.TryTake(out BlockCompletion completion))
            {
                if (completion.Slot == WindowSlot)
                {
                    return completion.Status;
                }

                _putOff[_putOffCount++] = completion;
            }

            if (_driver.Error != DriverError.None)
            {
                return (uint)_driver.Error;
            }

            if (!_wait.TrySpin(ref _driver))
            {
                _wait.Yield(ref _driver);
            }
        }
    }
}
