using System.Runtime.InteropServices;
using Airlock.Interop;
using Airlock.Virtio.Block;

namespace Airlock.Vmm.Stores;

/// <summary>
/// An output that takes zeroes without data. In a new file there is nothing to do, unless something has been written
/// there before; otherwise the space is freed or zeroed by the file system or the device (fallocate(2)), and where none
/// of that works zeroes are written.
/// </summary>
internal sealed class ZeroableOutput : FileStore, IZeroableStore
{
    /// <summary>Zeroing by fallocate leaves alone what it doesn't cover in whole pages: see <see cref="WriteZeroes"/>.</summary>
    private const ulong PageSize = 4096;

    private const int Punch = LibC.FALLOC_FL_PUNCH_HOLE | LibC.FALLOC_FL_KEEP_SIZE;
    private const int Zero = LibC.FALLOC_FL_ZERO_RANGE | LibC.FALLOC_FL_KEEP_SIZE;

    private static readonly byte[] s_zeroes = new byte[64 << 10];

    private readonly Disk _disk;
    private readonly WrittenRanges _written;
    private volatile bool _cannotPunch;
    private volatile bool _cannotZero;

    /// <param name="disk">An output.</param>
    /// <param name="written">Where to note what has been written.</param>
    /// <param name="onFailure">Called on the thread of the request.</param>
    public ZeroableOutput(Disk disk, WrittenRanges written, Action<StoreFailure> onFailure)
        : base(disk.File, disk.Length, written, onFailure, disk.Direct)
    {
        _disk = disk;
        _written = written;
    }

    public StoreResult WriteZeroes(ulong byteOffset, ulong length, bool mayUnmap)
    {
        ulong end = byteOffset + length;
        if (_disk.IsBlank && _written.IsUntouched(byteOffset, end))
        {
            _written.Add(byteOffset, end);
            return StoreResult.Ok;
        }

        // A page of which only a part is zeroed is written through the cache, as its other part may be at the same time:
        // on a block device, fallocate works below the cache. What lies behind the input's end isn't ours.
        ulong inside = Math.Min(end, _disk.Length);
        ulong bodyStart = Math.Min(RoundUp(byteOffset), end);
        ulong bodyEnd = Math.Max(inside - (inside % PageSize), bodyStart);
        StoreResult result = WriteOut(byteOffset, bodyStart);
        result = result.IsOk ? ZeroPages(bodyStart, bodyEnd, mayUnmap) : result;
        return result.IsOk ? WriteOut(bodyEnd, end) : result;
    }

    private StoreResult ZeroPages(ulong start, ulong end, bool mayUnmap)
    {
        if (start == end)
        {
            return StoreResult.Ok;
        }

        int errno = Errno.EOPNOTSUPP;
        if (mayUnmap && !_cannotPunch)
        {
            errno = Allocate(Punch, start, end);
            _cannotPunch = IsUnsupported(errno);
        }

        if (IsUnsupported(errno) && !_cannotZero)
        {
            errno = Allocate(Zero, start, end);
            _cannotZero = IsUnsupported(errno);
        }

        if (IsUnsupported(errno))
        {
            return WriteOut(start, end);
        }

        if (errno != 0)
        {
            return Fail("zeroing", start, errno);
        }

        _written.Add(start, end);
        return StoreResult.Ok;
    }

    /// <returns>0 or errno.</returns>
    private int Allocate(int mode, ulong start, ulong end)
    {
        int errno;
        do
        {
            int result = LibC.fallocate(_disk.File, mode, (long)start, (long)(end - start));
            errno = result == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
        while (errno == Errno.EINTR);
        return errno;
    }

    private StoreResult WriteOut(ulong start, ulong end)
    {
        StoreResult result = StoreResult.Ok;
        while (start < end && result.IsOk)
        {
            int length = (int)Math.Min(end - start, (ulong)s_zeroes.Length);
            result = Write(start, s_zeroes.AsSpan(0, length));
            start += (ulong)length;
        }

        return result;
    }

    private static ulong RoundUp(ulong offset) => offset + ((PageSize - (offset % PageSize)) % PageSize);

    /// <summary>File systems and devices say in several ways that they don't know a mode.</summary>
    private static bool IsUnsupported(int errno) =>
        errno is Errno.EOPNOTSUPP or Errno.ENOSYS or Errno.ENODEV or Errno.EINVAL;
}
