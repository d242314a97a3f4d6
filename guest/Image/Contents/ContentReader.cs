using Airlock.Abi.Virtio;
using Airlock.Guest.Formats;
using Airlock.Guest.Platform;
using Airlock.Guest.Programs;
using Airlock.Guest.Storage;
using Airlock.Guest.Virtio;

namespace Airlock.Image.Contents;

/// <summary>
/// The contents of a virtual disk as a stream, in order: while one piece is used, the next ones are on their way. What is
/// zero by the image's own word is never read.
/// </summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
/// <typeparam name="TDisk">The disk.</typeparam>
internal ref struct ContentReader<TPlatform, TDisk>
    where TPlatform : struct, IPlatform
    where TDisk : struct, IVirtualDisk<TPlatform>
{
    private readonly ref ImageSource<TPlatform> _source;
    private DiskCursor<TPlatform, TDisk> _cursor;
    private ContentSlots _slots;
    private SlotOrder _order;
    private BufferRing _buffers;
    private ulong _bufferEnd; // of the buffer that was taken last
    private CompletionWait _wait;
    private bool _isPieceOut;

    /// <summary>A stream of the first <paramref name="length"/> bytes of a disk.</summary>
    /// <param name="source">The image, whose device is started.</param>
    /// <param name="disk">Its disk.</param>
    /// <param name="length">Bytes of the disk.</param>
    /// <param name="buffers">RAM for what is on its way; a block of the image fits into it.</param>
    /// <param name="completions">How to learn that the device has completed something.</param>
    public ContentReader(
        ref ImageSource<TPlatform> source, ref TDisk disk, ulong length, RamArea buffers, CompletionMode completions)
    {
        _source = ref source;
        _cursor = new DiskCursor<TPlatform, TDisk>(ref source, ref disk, start: 0, length);
        _order = new SlotOrder(source.Disk.SlotCount < ContentSlots.Count ? source.Disk.SlotCount : ContentSlots.Count);
        _buffers = new BufferRing(buffers.Address, buffers.Length >> BlockConfig.SectorShift);
        _wait = new CompletionWait(completions, Backoff.Patience);
    }

    /// <summary>How it has ended, once there is no next piece.</summary>
    public readonly ContentEnding Ending => _cursor.Ending;

    /// <summary>The request that failed first, if one has.</summary>
    public DeviceFailure Failure { get; private set; }

    /// <summary>The next piece; false at the end, or when something has gone wrong and nothing is on its way any more.</summary>
    public bool TryRead(out ContentPiece piece)
    {
        GiveBack();
        while (true)
        {
            FillFreeSlots();
            _source.Disk.Driver.Publish();
            if (Ending == ContentEnding.Done && _order.Any && _slots[(int)_order.Oldest].IsSettled)
            {
                piece = _slots[(int)_order.Oldest].Piece;
                _isPieceOut = true;
                return true;
            }

            if (!_source.Disk.IsBusy)
            {
                piece = default;
                return false;
            }

            Await();
            Collect();
            if (_source.Disk.Driver.Error != DriverError.None)
            {
                _cursor.Stop(ContentEnding.DeviceFailed);
                piece = default;
                return false;
            }
        }
    }

    /// <summary>Takes back the buffer of the piece that was read last.</summary>
    private void GiveBack()
    {
        if (_isPieceOut)
        {
            _buffers.ReleaseUpTo(_slots[(int)_order.Oldest].BufferEnd);
            _order.ReleaseOldest();
            _isPieceOut = false;
        }
    }

    private void FillFreeSlots()
    {
        while (_cursor.HasMore && _order.HasFree && _cursor.TryFind())
        {
            bool isTaken = _cursor.Kind switch
            {
                ExtentKind.Data => TryAsk(),
                ExtentKind.Compressed => TryDecode(),
                _ => TakeZeroes(),
            };
            if (!isTaken)
            {
                return;
            }
        }
    }

    private bool TakeZeroes()
    {
        ulong end = _cursor.PartEnd;
        _slots[(int)_order.Take()] = new ContentSlot
        {
            Piece = new ContentPiece { Start = _cursor.Next, Length = end - _cursor.Next, IsZero = true },
            BufferEnd = _bufferEnd,
            IsSettled = true,
        };
        _cursor.MoveTo(end);
        return true;
    }

    /// <summary>Asks for the next part of what lies as it is; false if there is no room, or it is too much.</summary>
    private bool TryAsk()
    {
        if (!_cursor.TryTake(ref _buffers, out TakenPart part))
        {
            return false;
        }

        _cursor.Read(Take(part, isSettled: false), part, _buffers.Address(part.Buffer));
        return true;
    }

    /// <summary>Decodes the compressed block that comes next; false if there is no room, or that can't be done.</summary>
    private bool TryDecode()
    {
        bool isDecoded = _cursor.TryDecode(ref _buffers, out TakenPart part);
        if (isDecoded)
        {
            Take(part, isSettled: true);
        }

        return isDecoded;
    }

    private uint Take(in TakenPart part, bool isSettled)
    {
        uint number = _order.Take();
        _slots[(int)number] = new ContentSlot
        {
            Piece = new ContentPiece
            {
                Start = part.Start,
                Length = part.End - part.Start,
                Address = _buffers.Address(part.Buffer),
            },
            InputSector = part.FileSector,
            BufferEnd = _bufferEnd = part.BufferEnd,
            IsSettled = isSettled,
        };
        return number;
    }

    private void Await()
    {
        if (!_source.Disk.HasCompletions && !_wait.TrySpin(ref _source.Disk.Driver))
        {
            _wait.Yield(ref _source.Disk.Driver);
        }
    }

    private void Collect()
    {
        while (_source.Disk.TryTake(out BlockCompletion completion))
        {
            ref ContentSlot slot = ref _slots[(int)completion.Slot];
            slot.IsSettled = true;
            if (!completion.Succeeded && !Failure.IsThere)
            {
                ulong sectors = ContentSizes.Sectors(slot.Piece.Length);
                Failure = new DeviceFailure(DeviceRole.Input, slot.InputSector, (uint)sectors, completion.Status);
                _cursor.Stop(ContentEnding.DeviceFailed);
            }
        }
    }
}
