using System.Runtime.InteropServices;
using Airlock.Interop;
using Airlock.Memory;
using Airlock.Virtio.Block;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Stores;

/// <summary>
/// A file or block device behind a virtio block device: whole sectors outside, the file's own length inside. The tail of
/// the last sector reads as zeros, and what is written there is dropped.
/// </summary>
internal class FileStore : IBlockStore
{
    protected const ulong SectorSize = 512;

    private readonly SafeFileHandle _file;
    private readonly DirectAccess? _direct;
    private readonly ulong _length;
    private readonly Action<StoreFailure> _onFailure;
    private readonly WrittenRanges? _written;

    /// <param name="file">Open for what the device offers.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="written">Where to note what has been written; null makes the store read-only.</param>
    /// <param name="onFailure">Called on the thread of the request.</param>
    /// <param name="direct">The way past the page cache, if it is to be taken.</param>
    public FileStore(
        SafeFileHandle file,
        ulong length,
        WrittenRanges? written,
        Action<StoreFailure> onFailure,
        DirectAccess? direct = null)
    {
        _file = file;
        _direct = direct;
        _length = length;
        _written = written;
        _onFailure = onFailure;
    }

    public ulong LengthInSectors => _length / SectorSize + (_length % SectorSize == 0 ? 0u : 1u);

    public bool IsReadOnly => _written is null;

    public StoreResult Read(ulong byteOffset, Span<byte> destination)
    {
        int inside = LengthInside(byteOffset, destination.Length);
        destination[inside..].Clear();
        Span<byte> rest = destination[..inside];
        while (!rest.IsEmpty)
        {
            int length = PartOf(rest, byteOffset, out SafeFileHandle file);
            nint read = LibC.pread(file, rest, (nuint)length, (long)byteOffset);
            if (read <= 0)
            {
                int errno = read < 0 ? Marshal.GetLastPInvokeError() : 0;
                if (errno == Errno.EINTR)
                {
                    continue;
                }

                return Fail("read", byteOffset, errno);
            }

            rest = rest[(int)read..];
            byteOffset += (ulong)read;
        }

        return StoreResult.Ok;
    }

    public StoreResult Write(ulong byteOffset, ReadOnlySpan<byte> source)
    {
        if (_written is null)
        {
            return StoreResult.Failed(Errno.EROFS);
        }

        ulong position = byteOffset;
        ReadOnlySpan<byte> rest = source[..LengthInside(byteOffset, source.Length)];
        while (!rest.IsEmpty)
        {
            int length = PartOf(rest, position, out SafeFileHandle file);
            nint written = LibC.pwrite(file, rest, (nuint)length, (long)position);
            if (written <= 0)
            {
                int errno = written < 0 ? Marshal.GetLastPInvokeError() : Errno.EIO;
                if (errno == Errno.EINTR)
                {
                    continue;
                }

                return Fail("write", position, errno);
            }

            rest = rest[(int)written..];
            position += (ulong)written;
        }

        _written.Add(byteOffset, byteOffset + (ulong)source.Length);
        return StoreResult.Ok;
    }

    public StoreResult Read(ulong byteOffset, IoBuffers buffers)
    {
        ulong done = 0;
        if (_direct is null && buffers.Length <= _length && byteOffset <= _length - buffers.Length)
        {
            nint read = LibC.preadv(_file, ref First(buffers), buffers.Count, (long)byteOffset);
            done = (ulong)Math.Max(read, 0);
        }

        // The rest, if the call did less (an error, a signal, the end of the file), one by one: that tells why.
        StoreResult result = StoreResult.Ok;
        for (int i = 0; i < buffers.Count && result.IsOk; i++)
        {
            int skip = Take(ref done, buffers[i].Length);
            result = Read(byteOffset + (uint)skip, buffers[i][skip..]);
            byteOffset += (uint)buffers[i].Length;
        }

        return result;
    }

    public StoreResult Write(ulong byteOffset, IoBuffers buffers)
    {
        ulong done = 0;
        bool whole = buffers.Length <= _length && byteOffset <= _length - buffers.Length;
        if (_written is not null && _direct is null && whole)
        {
            nint written = LibC.pwritev(_file, ref First(buffers), buffers.Count, (long)byteOffset);
            done = (ulong)Math.Max(written, 0);
            _written.Add(byteOffset, byteOffset + done);
        }

        StoreResult result = StoreResult.Ok;
        for (int i = 0; i < buffers.Count && result.IsOk; i++)
        {
            int skip = Take(ref done, buffers[i].Length);
            result = Write(byteOffset + (uint)skip, buffers[i][skip..]);
            byteOffset += (uint)buffers[i].Length;
        }

        return result;
    }

    public StoreResult Flush()
    {
        while (_written is not null && LibC.fdatasync(_file) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != Errno.EINTR)
            {
                return Fail("flush", 0, errno);
            }
        }

        return StoreResult.Ok;
    }

    /// <summary>How much of a request lies before the end of the file. The device has checked it against the capacity.</summary>
    private int LengthInside(ulong byteOffset, int length) =>
        (int)Math.Min(byteOffset >= _length ? 0 : _length - byteOffset, (ulong)length);

    private static ref LibC.IoVec First(IoBuffers buffers) =>
        ref MemoryMarshal.GetReference(MemoryMarshal.Cast<IoVector, LibC.IoVec>(buffers.Vectors));

    /// <summary>How much of a buffer is among the first <paramref name="done"/> bytes, which are used up by that.</summary>
    private static int Take(ref ulong done, int length)
    {
        int taken = (int)Math.Min(done, (ulong)length);
        done -= (ulong)taken;
        return taken;
    }

    /// <summary>How much of a transfer can be done at once, and through which descriptor.</summary>
    private int PartOf(ReadOnlySpan<byte> rest, ulong byteOffset, out SafeFileHandle file)
    {
        file = _file;
        return _direct?.PartOf(rest, byteOffset, ref file) ?? rest.Length;
    }

    protected StoreResult Fail(string operation, ulong byteOffset, int errno)
    {
        _onFailure(new StoreFailure(operation, byteOffset, errno));
        return StoreResult.Failed(errno == 0 ? Errno.EIO : errno);
    }
}
