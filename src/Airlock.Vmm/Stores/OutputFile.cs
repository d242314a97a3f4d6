using System.Runtime.InteropServices;
using Airlock.Interop;
using Airlock.Vmm.Results;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Stores;

/// <summary>
/// A regular file that is written without a name (O_TMPFILE), so that nothing is left even if the process is killed,
/// or, where the file system has no such files, under a hidden name beside the output.
/// </summary>
internal sealed class OutputFile : OutputTarget
{
    private const uint OwnerReadsAndWrites = 0x180; // 0600

    private readonly string _target;
    private readonly string _folder;
    private string? _temporary;

    private OutputFile(SafeFileHandle handle, string path, ulong length, string target, string? temporary)
        : base(handle, path, length)
    {
        _target = target;
        _folder = OutputPath.FolderOf(target);
        _temporary = temporary;
    }

    /// <param name="path">As the user gave it.</param>
    /// <param name="existing">What stands there.</param>
    /// <param name="input">What it is made of.</param>
    /// <param name="length">Bytes that it is to have.</param>
    /// <param name="nameless">False to go at once the way of file systems without O_TMPFILE.</param>
    public static OutputFile Create(string path, FileIdentity existing, InputFile input, ulong length, bool nameless = true)
    {
        string target = OutputPath.FollowLinks(path);
        string folder = OutputPath.FolderOf(target);

        // The mode that cp gives a new file: the input's, less the umask, which open(2) takes away.
        uint mode = input.Identity.Permissions;
        string? temporary = null;
        int errno = Errno.EOPNOTSUPP;
        SafeFileHandle? handle = nameless ? OpenFile.TryOpen(folder, LibC.O_TMPFILE | LibC.O_RDWR, mode, out errno) : null;
        if (handle is null && errno is Errno.EOPNOTSUPP or Errno.EISDIR or Errno.EINVAL)
        {
            temporary = TemporaryName(target);
            handle = OpenFile.TryOpen(temporary, LibC.O_CREAT | LibC.O_EXCL | LibC.O_RDWR, mode, out errno);
        }

        var output = new OutputFile(handle ?? throw Unopened(path, folder, errno), path, length, target, temporary);
        try
        {
            output.Prepare(existing);
            return output;
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    public override bool IsBlank => true;

    /// <summary>Its mode may forbid its owner to open it once more, though it is open: for that moment it doesn't.</summary>
    public override void GoDirect()
    {
        uint mode = FileIdentity.Of(Handle).Permissions;
        _ = LibC.fchmod(Handle, mode | OwnerReadsAndWrites);
        try
        {
            base.GoDirect();
        }
        finally
        {
            _ = LibC.fchmod(Handle, mode);
        }
    }

    public override void Commit()
    {
        Flush();
        if (_temporary is null && TryLink(_target, out int errno))
        {
            FlushFolder();
            return;
        }

        if (_temporary is null)
        {
            string name = TemporaryName(_target);
            _temporary = TryLink(name, out errno) ? name : throw Failed("be given its name", errno);
        }

        if (LibC.rename(_temporary, _target) != 0)
        {
            throw Failed("be given its name", Marshal.GetLastPInvokeError());
        }

        _temporary = null;
        FlushFolder();
    }

    protected override void Dispose(bool disposing)
    {
        if (_temporary is not null)
        {
            _ = LibC.unlink(_temporary);
            _temporary = null;
        }

        base.Dispose(disposing);
    }

    /// <summary>Gives the file its length, and what stood there before its owner and mode, as an overwriting cp would.</summary>
    private void Prepare(FileIdentity existing)
    {
        int errno = OpenFile.WhileInterrupted(() => LibC.ftruncate(Handle, checked((long)Length)));
        if (errno != 0)
        {
            throw Failed($"be given its {Length} bytes", errno);
        }

        if (existing.Kind == FileKind.Regular)
        {
            // Only a privileged user may give files away; for others the file stays theirs, as with any editor.
            _ = LibC.fchown(Handle, existing.Owner, existing.Group);
            _ = LibC.fchmod(Handle, existing.Permissions);
        }
    }

    /// <summary>Gives the nameless file a name that isn't taken yet (open(2), on O_TMPFILE).</summary>
    private bool TryLink(string name, out int errno)
    {
        bool added = false;
        try
        {
            Handle.DangerousAddRef(ref added);
            string self = $"/proc/self/fd/{Handle.DangerousGetHandle()}";
            int result = LibC.linkat(LibC.AT_FDCWD, self, LibC.AT_FDCWD, name, LibC.AT_SYMLINK_FOLLOW);
            errno = result == 0 ? 0 : Marshal.GetLastPInvokeError();
            return result == 0;
        }
        finally
        {
            if (added)
            {
                Handle.DangerousRelease();
            }
        }
    }

    /// <summary>The new name is on the disk only when its folder is.</summary>
    private void FlushFolder()
    {
        using SafeFileHandle? folder = OpenFile.TryOpen(_folder, LibC.O_RDONLY | LibC.O_DIRECTORY, 0, out int errno);
        if (folder is not null)
        {
            errno = OpenFile.WhileInterrupted(() => LibC.fsync(folder));
        }

        // Some file systems have no fsync for folders, and say so.
        if (errno is not (0 or Errno.EINVAL or Errno.EOPNOTSUPP))
        {
            throw new AirlockException(AirlockError.FileAccess,
                $"The output '{Path}' is complete, but a power failure may undo it, because its folder could not be flushed: "
                + $"{OpenFile.Describe(errno)}.");
        }
    }

    private static string TemporaryName(string target)
    {
        return System.IO.Path.Combine(OutputPath.FolderOf(target), $".airlock-{System.IO.Path.GetRandomFileName()}");
    }

    private static AirlockException Unopened(string path, string folder, int errno) =>
        FileErrors.Of($"The output '{path}' can't be created in the folder '{folder}'", errno);
}
