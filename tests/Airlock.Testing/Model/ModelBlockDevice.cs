using System.Buffers.Binary;
using System.Text;
using Airlock.Virtio.Block;

namespace Airlock.Testing.Model;

/// <summary>
/// A block device (VIRTIO 1.2, 5.2) as simply as it can be said: takes a request, copies what decides, does it, answers.
/// </summary>
/// <param name="store">A store of its own, with the same contents as that of the device it is held against.</param>
public sealed class ModelBlockDevice(ModelRam ram, ModelVirtqueue queue, ModelTransport transport, StrictStore store)
{
    private const uint In = 0, Out = 1, Flush = 4, GetId = 8;
    private const byte Ok = 0, IoError = 1, Unsupported = 2;

    private static readonly byte[] s_id = [.. Encoding.ASCII.GetBytes(new BlockDeviceOptions().Id.PadRight(20, '\0'))];

    private readonly ModelChain _chain = new();
    private readonly List<(ulong Address, uint Length)> _data = [];

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
        Span<byte> header = stackalloc byte[16];
        CopyHeader(header);
        uint type = BinaryPrimitives.ReadUInt32LittleEndian(header);
        byte status = Perform(type, BinaryPrimitives.ReadUInt64LittleEndian(header[8..]), out uint written);
        ram.Fill(statusAddress, 1)[0] = status;
        return (status == Ok ? written : 0) + 1;
    }

    private byte Perform(uint type, ulong sector, out uint written)
    {
        written = 0;
        switch (type)
        {
            case In when _chain.ReadableBytes == 16:
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
                written = AnswerId();
                return Ok;
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

    private uint AnswerId()
    {
        ReadOnlySpan<byte> rest = s_id;
        foreach ((ulong address, uint length) in _data)
        {
            int part = (int)Math.Min(length, (uint)rest.Length);
            rest[..part].CopyTo(ram.Fill(address, (uint)part));
            rest = rest[part..];
        }

        return (uint)(s_id.Length - rest.Length);
    }

    private void CopyHeader(Span<byte> header)
    {
        foreach ((ulong address, uint length) in _chain.Readable)
        {
            int part = (int)Math.Min(length, (uint)header.Length);
            if (part > 0)
            {
                ram.Look(address, (uint)part).CopyTo(header);
                header = header[part..];
            }
        }
    }
}
