using System.Runtime.InteropServices;
using Airlock.Interop;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Stores;

/// <summary>Zeroes what lies behind the image on a device, in pieces, between which it can be stopped.</summary>
internal static class RestZeroing
{
    /// <summary>What a slow disk does in a second or two, as nothing ends a call that runs.</summary>
    private const ulong Piece = 16 << 20;

    private const ulong PageSize = 4096;
    private const int Zero = LibC.FALLOC_FL_ZERO_RANGE | LibC.FALLOC_FL_KEEP_SIZE;

    private static readonly byte[] s_zeroes = new byte[1 << 20];

    /// <param name="device">Open for writing.</param>
    /// <param name="rest">Which bytes.</param>
    /// <param name="isStopped">Asked before each piece.</param>
    /// <returns>0, also when it was stopped, or the error number.</returns>
    public static int Run(SafeFileHandle device, DeviceRest rest, Func<bool> isStopped)
    {
        ulong position = rest.Start, end = rest.Start + rest.Length;

        // Up to the next page it is written: that page has the image's last bytes, and calls on the device take whole sectors.
        ulong firstPage = position + ((PageSize - (position % PageSize)) % PageSize);
        int errno = Write(device, position, Math.Min(firstPage, end));
        position = Math.Min(firstPage, end);
        bool canZero = true;
        while (errno == 0 && position < end && !isStopped())
        {
            ulong next = position + Math.Min(end - position, Piece);
            errno = canZero ? Allocate(device, position, next) : Write(device, position, next);
            if (canZero && IsUnsupported(errno))
            {
                canZero = false;
                errno = 0;
                continue;
            }

            position = next;
        }

        return errno;
    }

    private static int Allocate(SafeFileHandle device, ulong start, ulong end) =>
        OpenFile.WhileInterrupted(() => LibC.fallocate(device, Zero, (long)start, (long)(end - start)));

    private static int Write(SafeFileHandle device, ulong start, ulong end)
    {
        while (start < end)
        {
            ReadOnlySpan<byte> zeroes = s_zeroes.AsSpan(0, (int)Math.Min(end - start, (ulong)s_zeroes.Length));
            nint written = LibC.pwrite(device, zeroes, (nuint)zeroes.Length, (long)start);
            int errno = written < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (errno is not (0 or Errno.EINTR) || written == 0)
            {
                return errno == 0 ? Errno.EIO : errno;
            }

            start += (ulong)Math.Max(written, 0);
        }

        return 0;
    }

    private static bool IsUnsupported(int errno) => errno is Errno.EOPNOTSUPP or Errno.ENOSYS or Errno.ENODEV or Errno.EINVAL;
}
