using Airlock.Memory;

namespace Airlock.Virtio.Block;

/// <summary>
/// What lies behind a block device. Called by several threads at once; never throws for an I/O error, and never does
/// half of what it was asked: a short transfer is an error.
/// </summary>
public interface IBlockStore
{
    /// <summary>The capacity in sectors of 512 bytes; it doesn't change.</summary>
    ulong LengthInSectors { get; }

    /// <summary>Whether it can't be written; it doesn't change.</summary>
    bool IsReadOnly { get; }

    /// <summary>Fills a buffer.</summary>
    /// <param name="byteOffset">Where to read; the device has checked that the range lies inside the capacity.</param>
    /// <param name="buffer">Filled in full on success; any length from one byte.</param>
    StoreResult Read(ulong byteOffset, Span<byte> buffer);

    /// <summary>Writes a buffer.</summary>
    /// <param name="byteOffset">Where to write; the device has checked that the range lies inside the capacity.</param>
    /// <param name="buffer">What to write; any length from one byte. The guest may change it meanwhile.</param>
    StoreResult Write(ulong byteOffset, ReadOnlySpan<byte> buffer);

    /// <summary>Fills several buffers in turn; a store that can, does it in one operation.</summary>
    /// <param name="byteOffset">Where to read; the device has checked that the range lies inside the capacity.</param>
    /// <param name="buffers">Filled in full on success.</param>
    StoreResult Read(ulong byteOffset, IoBuffers buffers)
    {
        StoreResult result = StoreResult.Ok;
        for (int i = 0; i < buffers.Count && result.IsOk; i++)
        {
            result = Read(byteOffset, buffers[i]);
            byteOffset += (uint)buffers[i].Length;
        }

        return result;
    }

    /// <summary>Writes several buffers in turn; a store that can, does it in one operation.</summary>
    /// <param name="byteOffset">Where to write; the device has checked that the range lies inside the capacity.</param>
    /// <param name="buffers">What to write. The guest may change it meanwhile.</param>
    StoreResult Write(ulong byteOffset, IoBuffers buffers)
    {
        StoreResult result = StoreResult.Ok;
        for (int i = 0; i < buffers.Count && result.IsOk; i++)
        {
            result = Write(byteOffset, buffers[i]);
            byteOffset += (uint)buffers[i].Length;
        }

        return result;
    }

    /// <summary>Makes durable what has been written before.</summary>
    StoreResult Flush();
}
