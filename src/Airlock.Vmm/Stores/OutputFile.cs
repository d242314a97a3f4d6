using Airlock.Interop;
using Airlock.Vmm.Results;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Stores;

/// <summary>
/// A regular file that is written without a name (O_TMPFILE), so that nothing is left even if the process is killed,
/// or, where there are no such files or they can't be named, under a hidden name beside the output.
/// </summary>
internal sealed class OutputFile : OutputTarget
{
    private const uint OwnerReadsAndWrites = 0x180; // 0600

    private readonly OutputPlace _place;
    private string? _temporary;

    private OutputFile(SafeFileHandle handle, OutputPlace place, ulong length, string? temporary)
        : base(handle, place.Path, length)
    {
        _place = place;
        _temporary = temporary;
    }

    /// <param name="place">Where it will stand; the output's own once this has returned.</param>
    /// <param name="input">What it is made of.</param>
    /// <param name="length">Bytes that it is to have.</param>
    /// <param name="force">Whether it may replace what is write-protected, or would be lost to its owner.</param>
    /// <param name="nameless">False to go at once the way of file systems without O_TMPFILE.</param>
    public static OutputFile Create(OutputPlace place, InputFile input, ulong length, bool force = false, bool nameless = true)
    {
        CommitProbe.CheckFolder(place);
        if (place.Existing.Kind == FileKind.Regular)
        {
            CommitProbe.CheckWritable(place, force);
            CommitProbe.CheckReplaceable(place);
        }

        // The mode that cp gives a new file: the input's, less the umask, which open(2) takes away.
        uint mode = input.Identity.Permissions;
        string? temporary = nameless && CommitProbe.CanNameNameless(place) ? null : CommitProbe.FreshName();
        SafeFileHandle handle = (temporary is null
            ? OpenFile.TryOpenAt(place.Folder, ".", LibC.O_TMPFILE | LibC.O_RDWR, mode, out int errno)
            : OpenFile.TryOpenAt(place.Folder, temporary, LibC.O_CREAT | LibC.O_EXCL | LibC.O_RDWR, mode, out errno))
            ?? throw place.Unusable(errno);
        var output = new OutputFile(handle, place, length, temporary);
        try
        {
            output.Prepare(force);
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
        if (_temporary is not null || !TryLink())
        {
            int errno = Rename(_place.Name);
            if (errno != 0)
            {
                throw Failed("be given its name", errno);
            }

            _temporary = null;
        }

        FlushFolder();
    }

    protected override void Dispose(bool disposing)
    {
        if (_temporary is not null)
        {
            _ = LibC.unlinkat(_place.Folder, _temporary, 0);
            _temporary = null;
        }

        _place.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Gives the file its length, and what it has of the one that stood there before.</summary>
    private void Prepare(bool force)
    {
        int errno = OpenFile.WhileInterrupted(() => LibC.ftruncate(Handle, checked((long)Length)));
        if (errno != 0)
        {
            throw Failed($"be given its {Length} bytes", errno);
        }

        if (_place.Existing.Kind == FileKind.Regular)
        {
            KeptAttributes.Carry(_place, Handle, force);
        }

        if (_temporary is not null)
        {
            string other = CommitProbe.FreshName();
            errno = Rename(other);
            _temporary = errno == 0 ? other : throw _place.Unusable(errno);
        }
    }

    /// <returns>Whether it has its name now; if one is there already, it has a hidden one.</returns>
    private bool TryLink()
    {
        if (CommitProbe.Link(Handle, _place.Folder, _place.Name) == 0)
        {
            return true;
        }

        string name = CommitProbe.FreshName();
        int errno = CommitProbe.Link(Handle, _place.Folder, name);
        _temporary = errno == 0 ? name : throw Failed("be given its name", errno);
        return false;
    }

    /// <returns>0 or errno.</returns>
    private int Rename(string name) =>
        OpenFile.WhileInterrupted(() => LibC.renameat(_place.Folder, _temporary!, _place.Folder, name));

    /// <summary>The new name is on the disk only when its folder is. A folder that can't be read can be flushed with its file system.</summary>
    private void FlushFolder()
    {
        using SafeFileHandle? folder = OpenFile.TryOpenAt(_place.Folder, ".", LibC.O_RDONLY | LibC.O_DIRECTORY, 0, out int errno);
        errno = folder is not null ? OpenFile.WhileInterrupted(() => LibC.fsync(folder))
            : errno == Errno.EACCES ? OpenFile.WhileInterrupted(() => LibC.syncfs(Handle))
            : errno;

        // Some file systems have no fsync for folders, and say so.
        if (errno is not (0 or Errno.EINVAL or Errno.EOPNOTSUPP))
        {
            throw new AirlockException(AirlockError.FileAccess,
                $"The output '{Path}' is complete, but a power failure may undo it, because its folder could not be flushed: "
                + $"{OpenFile.Describe(errno)}.");
        }
    }
}
