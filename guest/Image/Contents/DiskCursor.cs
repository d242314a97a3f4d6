using Airlock.Abi.Virtio;
using Airlock.Guest.Formats;
using Airlock.Guest.Platform;
using Airlock.Guest.Programs;
using Airlock.Guest.Storage;
using Airlock.Guest.Virtio;

namespace Airlock.Image.Contents;

/// <summary>
/// Goes through a virtual disk, from part to part of what lies in one place, and charges its image for what that costs.
/// </summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
/// <typeparam name="TDisk">The disk.</typeparam>
internal ref struct DiskCursor<TPlatform, TDisk>
    where TPlatform : struct, IPlatform
    where TDisk : struct, IVirtualDisk<TPlatform>
{
    private readonly ref ImageSource<TPlatform> _source;
    private readonly ref TDisk _disk;
    private readonly ulong _end;
    private Extent _extent; // that Next lies in, if it ends behind it
    private ulong _dataRead;

    /// <summary>A cursor over the bytes from a multiple of 512 on, up to <paramref name="end"/>.</summary>
    public DiskCursor(ref ImageSource<TPlatform> source, ref TDisk disk, ulong start, ulong end)
    {
        _source = ref source;
        _disk = ref disk;
        _end = end;
        Next = start;
    }

    /// <summary>The byte that comes next.</summary>
    public ulong Next { get; private set; }

    /// <summary>Done for as long as nothing has gone wrong; nothing more is to be begun otherwise.</summary>
    public ContentEnding Ending { get; private set; }

    /// <summary>Whether there is more to go through.</summary>
    public readonly bool HasMore => Ending == ContentEnding.Done && Next < _end;

    /// <summary>What lies at the next byte, once it is found.</summary>
    public readonly ExtentKind Kind => _extent.Kind;

    /// <summary>Where it ends, but not behind the cursor's end.</summary>
    public readonly ulong PartEnd
    {
        get
        {
            ulong end = _extent.Start + _extent.Length;
            return end < _end ? end : _end;
        }
    }

    /// <summary>
    /// Where the next request ends that reads data as they are: at a multiple of the longest chunk at most, so that
    /// requests cover whole pages of the host's cache.
    /// </summary>
    private readonly ulong ChunkEnd
    {
        get
        {
            ulong end = Next - (Next % ContentSizes.LongestChunk) + ContentSizes.LongestChunk;
            return end < PartEnd ? end : PartEnd;
        }
    }

    /// <summary>The byte of the image's file that is the next one, of data that lie there as they are.</summary>
    public readonly ulong FileOffset => _extent.FileOffset + (Next - _extent.Start);

    /// <summary>Ends it: something has gone wrong. The first reason stays, unless a device has failed since.</summary>
    public void Stop(ContentEnding ending)
    {
        if (Ending == ContentEnding.Done || ending == ContentEnding.DeviceFailed)
        {
            Ending = ending;
        }
    }

    /// <summary>Finds what lies at the next byte; false if that stops it.</summary>
    public bool TryFind()
    {
        if (_extent.Start + _extent.Length > Next)
        {
            return true;
        }

        FormatStatus status = _disk.Find(ref _source, Next, out _extent);
        if (status != FormatStatus.Answered)
        {
            Stop(EndingOf(status));
        }
        else if (!_disk.TryChargeReads(_source.Disk.BytesRead + _dataRead))
        {
            Stop(ContentEnding.Refused);
        }

        return Ending == ContentEnding.Done;
    }

    /// <summary>Counts what lies at the next byte as if it came out, if it is data; false if that is more than the image may come to.</summary>
    public bool TryChargePart()
    {
        bool hasData = Kind is ExtentKind.Data or ExtentKind.Compressed;
        return !hasData || TryCharge(ContentSizes.Sectors(PartEnd - Next));
    }

    /// <summary>
    /// Has the next part of what lies as it is in the file a buffer, for <see cref="Read"/>, and goes on behind it; false
    /// if there is no room, or it is too much.
    /// </summary>
    public bool TryTake(ref BufferRing buffers, out TakenPart part)
    {
        part = new TakenPart { Start = Next, End = ChunkEnd, FileSector = FileOffset >> BlockConfig.SectorShift };
        if (!buffers.TryTake(part.Sectors, out part.Buffer) || !TryCharge(part.Sectors))
        {
            return false;
        }

        part.BufferEnd = part.Buffer + part.Sectors;
        Next = part.End;
        return true;
    }

    /// <summary>
    /// Decodes the compressed block of the next byte into a buffer, of which the part is what the cursor hasn't passed, and
    /// goes on behind it; false if there is no room, it is too much, or it can't be decoded.
    /// </summary>
    public bool TryDecode(ref BufferRing buffers, out TakenPart part)
    {
        part = new TakenPart { Start = Next, End = PartEnd };
        ulong blockSectors = ContentSizes.Sectors(_extent.BlockLength);
        if (!buffers.TryTake(blockSectors, out ulong buffer) || !TryCharge(part.Sectors))
        {
            return false;
        }

        var block = new RamArea(buffers.Address(buffer), blockSectors << BlockConfig.SectorShift);
        FormatStatus status = _disk.Decode(ref _source, _extent, block);
        if (status != FormatStatus.Answered)
        {
            Stop(EndingOf(status));
            return false;
        }

        part.Buffer = buffer + ((Next - _extent.Start) >> BlockConfig.SectorShift);
        part.BufferEnd = buffer + blockSectors;
        Next = part.End;
        return true;
    }

    /// <summary>Asks for a part that was taken.</summary>
    public void Read(uint slot, in TakenPart part, ulong address)
    {
        uint length = part.Sectors << BlockConfig.SectorShift;
        _dataRead += length;
        _source.Disk.Driver.Add(slot, new BlockRequest(BlockOperation.Read, part.FileSector, address, length));
    }

    /// <summary>Goes on to <paramref name="end"/>.</summary>
    public void MoveTo(ulong end) => Next = end;

    private bool TryCharge(ulong sectors)
    {
        if (!_disk.TryChargeWrite(sectors << BlockConfig.SectorShift))
        {
            Stop(ContentEnding.Refused);
        }

        return Ending == ContentEnding.Done;
    }

    private static ContentEnding EndingOf(FormatStatus status) =>
        status == FormatStatus.Refused ? ContentEnding.Refused : ContentEnding.ReadFailed;
}
