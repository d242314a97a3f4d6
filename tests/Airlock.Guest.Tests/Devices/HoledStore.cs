using System;
using Airlock.Virtio.Block;

namespace Airlock.Guest.Tests.Devices;

/// <summary>A read-only disk that knows its holes, which are zeroed.</summary>
internal sealed class HoledStore : ArrayStore, IExtentSource
{
    private readonly Func<ulong, bool> _isHole;

    public HoledStore(byte[] disk, Func<ulong, bool> isHole)
        : base(disk, isReadOnly: true)
    {
        _isHole = isHole;
        for (ulong sector = 0; sector < LengthInSectors; sector++)
        {
            if (isHole(sector))
            {
                Array.Clear(disk, (int)sector * 512, 512);
            }
        }
    }

    public StoreResult FindExtent(ulong byteOffset, out StoreExtent extent)
    {
        ulong start = byteOffset / 512;
        ulong end = start + 1;
        while (end < LengthInSectors && _isHole(end) == _isHole(start))
        {
            end++;
        }

        extent = new StoreExtent((end - start) * 512, _isHole(start));
        return StoreResult.Ok;
    }
}
