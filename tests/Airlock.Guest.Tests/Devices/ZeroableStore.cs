using System;
using Airlock.Virtio.Block;

namespace Airlock.Guest.Tests.Devices;

/// <summary>A disk that takes zeroes.</summary>
internal sealed class ZeroableStore(byte[] disk) : ArrayStore(disk, isReadOnly: false), IZeroableStore
{
    private readonly byte[] _disk = disk;

    public StoreResult WriteZeroes(ulong byteOffset, ulong length, bool mayUnmap)
    {
        Array.Clear(_disk, (int)byteOffset, (int)length);
        return StoreResult.Ok;
    }
}
