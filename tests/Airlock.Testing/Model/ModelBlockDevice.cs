using System.Buffers.Binary;
using System.Text;
using Airlock.Abi.Virtio;
using Airlock.Virtio.Block;

namespace Airlock.Testing.Model;

/// <summary>
/// A block device (VIRTIO 1.2, 5.2) as simply as it can be said: takes a request, copies what decides, does it.
/// </summary>
/// <param name="store">A store of its own, with the same contents as that of the device it is held against.</param>
public sealed class ModelBlockDevice(ModelRam ram, ModelVirtqueue queue, ModelTransport transport, StrictStore store)
{
    private const uint In = 0, Out = 1, Flush = 4, GetId = 8, WriteZeroes = 13, GetExtents = 1u << 30;
    private const int HeaderLength = 16, SegmentLength = 16, ExtentLength = 16, MaxExtents = 256;
    private const uint MaxZeroSectors = 0x4_0000;
    private const ulong WriteZeroesFeature = 1UL << 14, ExtentsFeature = 1UL << 63;
    private const byte Ok = 0, IoError = 1, Unsupported = 2;

    private static readonly byte[] s_id = [.. Encoding.ASCII.GetBytes(new BlockDeviceOptions().Id.PadRight(20, '\0'))];

    private readonly ModelChain _chain = new();
    private readonly List<(ulong Address, uint Length)> _data = [];

    /// <summary>What a device over a <see cref="StrictStore"/> offers.</summary>
    public static ulong Features(bool readOnly) => (1UL << 32) | WriteZeroesFeature | ExtentsFeature | (readOnly ? 1UL << 5 : 0);

    /// <summary>struct virtio_blk_config (5.2.4).</summary>
    public static byte[] Config(ulong sectors)
    {
        byte[] config = new byte[BlockConfig.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(config, sectors);
        BinaryPrimitives.WriteUInt32LittleEndian(config.AsSpan((int)BlockConfig.MaxWriteZeroesSectors), MaxZeroSectors);
        BinaryPrimitives.WriteUInt32LittleEndian(config.AsSpan((int)BlockConfig.MaxWriteZeroesSegments), 1);
        config[BlockConfig.WriteZeroesMayUnmap] = 1;
        return config;
    }

    /// <summary>Does what the queue holds, as the device does when it is notified.</summary>
    /// <returns>How many requests.</returns>
    public int Work(int limit)
    {
        int done = 0;
        bool wasRunning = queue.IsRunning;
        queue.BeginStep();
        queue.SetNoNotify(true);
        while (done < limit && queue.TryTake(_chain))
        {
            uint written = Serve();
            done++;
            if (queue.Complete(_chain, written))
            {
                transport.RaiseUsed();
            }
        }

        if (wasRunning && queue.Fault is { } fault)
        {
            transport.Break(fault);
        }

        // With the limit reached it doesn't go to sleep.
        if (done < limit)
        {
            queue.SetNoNotify(false);
        }

        return done;
    }

    /// <returns>Bytes written into the chain, the status among them.</returns>
    private uint Serve()
    {
        int last = _chain.Writable.FindLastIndex(segment => segment.Length > 0);
        if (last < 0 || _chain.ReadableBytes < 16)
        {
            return 0;
        }

        ulong statusAddress = _chain.Writable[last].Address + _chain.Writable[last].Length - 1;
        Span<byte> head = stackalloc byte[HeaderLength + SegmentLength];
        head.Clear();
        CopyHead(head);
        byte status = Perform(head, out uint written);
        ram.Fill(statusAddress, 1)[0] = status;
        written = status == Ok ? written : 0;

        // What is written without a gap from the first byte on (2.7.8.2).
        return written == _chain.WritableBytes - 1 ? written + 1 : written;
    }

    private byte Perform(ReadOnlySpan<byte> head, out uint written)
    {
        written = 0;
        ulong sector = BinaryPrimitives.ReadUInt64LittleEndian(head[8..]);
        switch (BinaryPrimitives.ReadUInt32LittleEndian(head))
        {
            case In when _chain.ReadableBytes == HeaderLength:
                ModelChain.Cut(_chain.Writable, skip: 0, omit: 1, _data);
                written = (uint)(_chain.WritableBytes - 1);
                return Transfer(sector, _chain.WritableBytes - 1, isRead: true);
            case Out when _chain.WritableBytes == 1 && !store.IsReadOnly:
                ModelChain.Cut(_chain.Readable, skip: 16, omit: 0, _data);
                return Transfer(sector, _chain.ReadableBytes - 16, isRead: false);
            case In or Out:
                return IoError;
            case Flush:
                return store.IsReadOnly || store.Flush().IsOk ? Ok : IoError;
            case GetId:
                ModelChain.Cut(_chain.Writable, skip: 0, omit: 1, _data);
                written = Answer(s_id);
                return Ok;
            case WriteZeroes when transport.HasTaken(WriteZeroesFeature):
                return ZeroOut(head[HeaderLength..]);
            case GetExtents when transport.HasTaken(ExtentsFeature):
                return TellExtents(sector, out written);
            default:
                return Unsupported;
        }
    }

    private byte Transfer(ulong sector, ulong bytes, bool isRead)
    {
        if (bytes % 512 != 0 || (UInt128)sector + (bytes / 512) > store.LengthInSectors)
        {
            return IoError;
        }

        ulong offset = sector * 512;
        foreach ((ulong address, uint length) in _data)
        {
            StoreResult result = isRead ? ReadInto(offset, address, length) : WriteFrom(offset, address, length);
            if (!result.IsOk)
            {
                return IoError;
            }

            offset += length;
        }

        return Ok;
    }

    // The store lets time pass before it copies, in which the guest may write: so RAM is touched afterwards.
    private StoreResult ReadInto(ulong offset, ulong address, uint length)
    {
        StoreResult result = store.Read(offset, ram.Bytes.AsSpan((int)address, (int)length));
        ram.Fill(address, length);
        return result;
    }

    private StoreResult WriteFrom(ulong offset, ulong address, uint length)
    {
        ram.Look(address, length);
        return store.Write(offset, ram.Bytes.AsSpan((int)address, (int)length));
    }

    private byte ZeroOut(ReadOnlySpan<byte> segment)
    {
        if (_chain.ReadableBytes != HeaderLength + SegmentLength || _chain.WritableBytes != 1)
        {
            return IoError;
        }

        ulong sector = BinaryPrimitives.ReadUInt64LittleEndian(segment);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(segment[8..]);
        uint flags = BinaryPrimitives.ReadUInt32LittleEndian(segment[12..]);
        if ((flags & ~1u) != 0)
        {
            return Unsupported;
        }

        if (store.IsReadOnly || count > MaxZeroSectors || (UInt128)sector + count > store.LengthInSectors)
        {
            return IoError;
        }

        return count == 0 || store.WriteZeroes(sector * 512, count * 512UL, mayUnmap: false).IsOk ? Ok : IoError;
    }

    private byte TellExtents(ulong sector, out uint written)
    {
        written = 0;
        ulong length = _chain.WritableBytes - 1;
        if (_chain.ReadableBytes != HeaderLength || sector >= store.LengthInSectors
            || length is 0 or > MaxExtents * ExtentLength || length % ExtentLength != 0)
        {
            return IoError;
        }

        byte[] answer = new byte[length];
        for (int at = 0; at < answer.Length && sector < store.LengthInSectors; at += ExtentLength)
        {
            if (!store.FindExtent(sector * 512, out StoreExtent extent).IsOk)
            {
                return IoError;
            }

            BinaryPrimitives.WriteUInt64LittleEndian(answer.AsSpan(at), extent.Length / 512);
            answer[at + 8] = extent.IsHole ? (byte)1 : (byte)0;
            sector += extent.Length / 512;
        }

        ModelChain.Cut(_chain.Writable, skip: 0, omit: 1, _data);
        written = Answer(answer);
        return Ok;
    }

    private uint Answer(ReadOnlySpan<byte> answer)
    {
        ReadOnlySpan<byte> rest = answer;
        foreach ((ulong address, uint length) in _data)
        {
            int part = (int)Math.Min(length, (uint)rest.Length);
            rest[..part].CopyTo(ram.Fill(address, (uint)part));
            rest = rest[part..];
        }

        return (uint)(answer.Length - rest.Length);
    }

    private void CopyHead(Span<byte> head)
    {
        foreach ((ulong address, uint length) in _chain.Readable)
        {
            int part = (int)Math.Min(length, (uint)head.Length);
            if (part > 0)
            {
                ram.Look(address, (uint)part).CopyTo(head);
                head = head[part..];
            }
        }
    }
}
