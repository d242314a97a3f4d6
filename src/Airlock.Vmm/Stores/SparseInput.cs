using System.Runtime.InteropServices;
using Airlock.Interop;
using Airlock.Virtio.Block;

namespace Airlock.Vmm.Stores;

/// <summary>
/// An input with holes, whose device can be asked where they are (lseek(2), SEEK_DATA and SEEK_HOLE). A file system that
/// can't tell calls all of it data.
/// </summary>
internal sealed class SparseInput : FileStore, IExtentSource
{
    private readonly Disk _disk;

    /// <param name="disk">An input.</param>
    /// <param name="onFailure">Called on the thread of the request.</param>
    public SparseInput(Disk disk, Action<StoreFailure> onFailure)
        : base(disk.File, disk.Length, written: null, onFailure, disk.Direct)
    {
        _disk = disk;
    }

    public StoreResult FindExtent(ulong byteOffset, out StoreExtent extent)
    {
        ulong end = LengthInSectors * SectorSize;
        extent = new StoreExtent(end - byteOffset, IsHole: false);
        long data = LibC.lseek(_disk.File, (long)byteOffset, LibC.SEEK_DATA);
        if (data < 0)
        {
            // ENXIO: no data up to the end of the file, wherever that is by now.
            bool isLastHole = Marshal.GetLastPInvokeError() == Errno.ENXIO;
            extent = extent with { IsHole = isLastHole };
            return isLastHole ? CheckLength(byteOffset) : StoreResult.Ok;
        }

        // A hole has only the sectors that are in it as a whole.
        ulong dataStart = (ulong)data / SectorSize * SectorSize;
        if (dataStart > byteOffset)
        {
            extent = new StoreExtent(Math.Min(dataStart, end) - byteOffset, IsHole: true);
            return StoreResult.Ok;
        }

        long hole = LibC.lseek(_disk.File, data, LibC.SEEK_HOLE);
        if (hole > data)
        {
            ulong dataEnd = ((ulong)hole + SectorSize - 1) / SectorSize * SectorSize;
            extent = extent with { Length = Math.Min(dataEnd, end) - byteOffset };
        }

        return StoreResult.Ok;
    }

    /// <summary>What lies past the end of a file is no hole: the file became shorter.</summary>
    private StoreResult CheckLength(ulong byteOffset) =>
        LibC.lseek(_disk.File, 0, LibC.SEEK_END) >= (long)_disk.Length
            ? StoreResult.Ok
            : Fail("read", byteOffset, errno: 0);
}
