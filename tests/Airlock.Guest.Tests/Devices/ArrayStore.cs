using System;
using Airlock.Virtio.Block;

namespace Airlock.Guest.Tests.Devices;

/// <summary>A disk in an array.</summary>
internal class ArrayStore(byte[] disk, bool isReadOnly) : IBlockStore
{
    public ulong LengthInSectors => (ulong)disk.Length / 512;

    public bool IsReadOnly => isReadOnly;

    public StoreResult Read(ulong byteOffset, Span<byte> buffer)
    {
        disk.AsSpan((int)byteOffset, buffer.Length).CopyTo(buffer);
        return StoreResult.Ok;
    }

    public StoreResult Write(ulong byteOffset, ReadOnlySpan<byte> buffer)
    {
        buffer.CopyTo(disk.AsSpan((int)byteOffset));
        return StoreResult.Ok;
    }

    public StoreResult Flush() => StoreResult.Ok;
}
