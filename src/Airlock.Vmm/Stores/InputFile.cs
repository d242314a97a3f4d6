using System.Runtime.InteropServices;
using Airlock.Interop;
using Airlock.Vmm.Results;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Stores;

/// <summary>The file or block device that is read, opened read-only.</summary>
internal sealed class InputFile : IDisposable
{
    private InputFile(SafeFileHandle handle, FileIdentity identity, ulong length, DirectAccess? direct)
    {
        Handle = handle;
        Identity = identity;
        Length = length;
        Direct = direct;
    }

    public SafeFileHandle Handle { get; }

    public FileIdentity Identity { get; }

    /// <summary>Length in bytes when it was opened; later growth is not looked at.</summary>
    public ulong Length { get; }

    /// <summary>The way past the page cache, if one was asked for.</summary>
    public DirectAccess? Direct { get; }

    /// <summary>
    /// Whether there are holes worth asking for. A file that takes all of its space has none, as cp reckons too: to find
    /// that out by looking for one costs as much as a part of the copy where the file lies in memory.
    /// </summary>
    public bool HasHoles => Identity.IsThin
        && LibC.lseek(Handle, 0, LibC.SEEK_HOLE) is >= 0 and long hole && (ulong)hole < Length;

    /// <summary>
    /// Bytes that a copy writes at least: what the file takes on its disk if holes are passed over, else all of it. A file that
    /// is compressed there has more.
    /// </summary>
    public ulong BytesToWrite(bool passOverHoles) => passOverHoles && Identity.IsThin ? Identity.AllocatedBytes : Length;

    /// <exception cref="AirlockException">It is missing, can't be read, or is neither a file nor a block device.</exception>
    public static InputFile Open(string path, bool direct = false)
    {
        FileKind kind = FileIdentity.Of(path, "input").Kind;
        CheckKind(path, kind);

        // O_NONBLOCK: should a FIFO take the file's place just now, the open doesn't wait for its writer.
        SafeFileHandle? handle = OpenFile.TryOpen(path, LibC.O_RDONLY | LibC.O_NONBLOCK, 0, out int errno);
        if (errno == Errno.EAGAIN && kind == FileKind.Regular)
        {
            // Somebody has a lease on it (fcntl(2)), as file servers do, and gives it back when asked without O_NONBLOCK.
            handle = OpenFile.TryOpen(path, LibC.O_RDONLY, 0, out errno);
        }

        handle = handle ?? throw Unopened(path, errno);
        try
        {
            FileIdentity identity = FileIdentity.Of(handle);
            CheckKind(path, identity.Kind);
            ulong length = OpenFile.LengthOf(handle, identity);
            DirectAccess? access = direct ? DirectAccess.Open(handle, LibC.O_RDONLY, $"input '{path}'") : null;
            CheckLength(path, handle, length, identity.Kind);
            return new InputFile(handle, identity, length, access);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Direct?.Dispose();
        Handle.Dispose();
    }

    private static void CheckKind(string path, FileKind kind)
    {
        if (kind == FileKind.Directory)
        {
            throw new AirlockException(AirlockError.Usage, $"The input '{path}' is a directory; name a file or a block device.");
        }

        if (kind == FileKind.Other)
        {
            throw new AirlockException(AirlockError.Usage,
                $"The input '{path}' is neither a regular file nor a block device; write it to a file first.");
        }
    }

    /// <summary>What says that it is empty has to be: files that are made while they are read, as in proc(5), tell no size.</summary>
    private static void CheckLength(string path, SafeFileHandle handle, ulong length, FileKind kind)
    {
        if (length > 0)
        {
            return;
        }

        if (kind == FileKind.BlockDevice)
        {
            throw new AirlockException(AirlockError.Usage,
                $"The input device '{path}' has no bytes: there is no disk in it, or behind it.");
        }

        Span<byte> first = stackalloc byte[1];
        nint read = LibC.pread(handle, first, 1, 0);
        if (read < 0 && Marshal.GetLastPInvokeError() is not Errno.EINTR and int errno)
        {
            throw Unopened(path, errno);
        }

        if (read > 0)
        {
            throw new AirlockException(AirlockError.Usage,
                $"The input '{path}' tells no size, though there is something in it; write it to a file first.");
        }
    }

    private static AirlockException Unopened(string path, int errno) => FileErrors.IsMissing(errno)
        ? new AirlockException(AirlockError.Usage, $"The input '{path}' doesn't exist; check the name.")
        : FileErrors.Of($"The input '{path}' can't be opened", errno);
}
