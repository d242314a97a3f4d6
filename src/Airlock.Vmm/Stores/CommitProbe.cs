using System.Runtime.InteropServices;
using Airlock.Interop;
using Airlock.Vmm.Results;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Stores;

/// <summary>
/// Whether an output can be committed, found out before anything is copied: by doing what the commit will do with names of its
/// own, none of which stays.
/// </summary>
internal static class CommitProbe
{
    private const uint OwnerOnly = 0x1c0; // 0700
    private const uint AnyMayWrite = 0x92; // 0222

    /// <summary>A name in the output's folder that nothing has.</summary>
    public static string FreshName() => $".airlock-{Path.GetRandomFileName()}";

    /// <summary>Where nothing can be taken away, a probe would stay.</summary>
    /// <exception cref="AirlockException">The folder is of that kind.</exception>
    public static void CheckFolder(OutputPlace place)
    {
        if (FileIdentity.Of(place.Folder).IsAppendOnly)
        {
            throw new AirlockException(AirlockError.Usage,
                $"The output '{place.Path}' can't be created in the folder '{place.FolderPath}': it is append-only (chattr -a).");
        }
    }

    /// <summary>Whether a file without a name (O_TMPFILE) can be had there, and be given one.</summary>
    /// <exception cref="AirlockException">No file at all can be created there.</exception>
    public static bool CanNameNameless(OutputPlace place)
    {
        using SafeFileHandle? file = OpenFile.TryOpenAt(place.Folder, ".", LibC.O_TMPFILE | LibC.O_RDWR, OwnerOnly, out int errno);
        if (file is null)
        {
            return errno is Errno.EOPNOTSUPP or Errno.EISDIR or Errno.EINVAL ? false : throw place.Unusable(errno);
        }

        // A file system, a filter or a profile may refuse just the link, and without /proc there is none: then it gets a name
        // from the start.
        string name = FreshName();
        errno = Link(file, place.Folder, name);
        if (FileErrors.KindOf(errno) != AirlockError.Usage)
        {
            throw place.Unusable(errno);
        }

        if (errno == 0 && LibC.unlinkat(place.Folder, name, 0) != 0)
        {
            throw place.Unusable(Marshal.GetLastPInvokeError());
        }

        return errno == 0;
    }

    /// <summary>Gives a nameless file a name that isn't taken yet (open(2), on O_TMPFILE).</summary>
    /// <returns>0 or errno.</returns>
    public static int Link(SafeFileHandle file, SafeFileHandle folder, string name) => OpenFile.WithLinkOf(file, self =>
        OpenFile.WhileInterrupted(() => LibC.linkat(LibC.AT_FDCWD, self, folder, name, LibC.AT_SYMLINK_FOLLOW)));

    /// <summary>What people protect by taking away the right to write isn't touched; for root that is the mode alone.</summary>
    /// <exception cref="AirlockException">What stands there isn't to be written.</exception>
    public static void CheckWritable(OutputPlace place, bool force)
    {
        bool isWritable = (place.Existing.Permissions & AnyMayWrite) != 0
            && (LibC.faccessat(place.Folder, place.Name, LibC.W_OK, 0) == 0
                || Marshal.GetLastPInvokeError() is not (Errno.EACCES or Errno.EPERM));
        if (!isWritable && !force && !place.Existing.IsImmutable)
        {
            throw new AirlockException(AirlockError.Usage,
                $"The output '{place.Path}' is write-protected; make it writable, or force it (--force).");
        }
    }

    /// <summary>What stands there can be replaced by a rename.</summary>
    /// <exception cref="AirlockException">It can't.</exception>
    public static void CheckReplaceable(OutputPlace place)
    {
        const string inPlace = "write into it (--in-place)", unlocked = "unlock it";
        if (place.Existing.IsMountPoint)
        {
            throw Refused(place, "something is mounted on it, as on a single file in a container", inPlace);
        }

        int errno = TryMoveAway(place);
        if (errno is 0 or Errno.ENOENT)
        {
            return;
        }

        bool isForbidden = errno is Errno.EPERM or Errno.EACCES;
        throw errno switch
        {
            _ when isForbidden && place.Existing.IsImmutable => Refused(place, "it is immutable (chattr -i)", unlocked),
            _ when isForbidden && place.Existing.IsAppendOnly => Refused(place, "it is append-only (chattr -a)", unlocked),
            _ when isForbidden && FileIdentity.Of(place.Folder).IsSticky => Refused(
                place, $"it is somebody else's, and the folder '{place.FolderPath}' is sticky, so only they may", inPlace),
            _ when FileErrors.KindOf(errno) != AirlockError.Usage => place.Unusable(errno),
            _ => Refused(place, OpenFile.Describe(errno), inPlace),
        };
    }

    /// <summary>
    /// Renames what stands there onto a folder, which the kernel refuses after all else (rename(2), EISDIR). The folder has
    /// something in it, so that it is refused, too, should another folder have taken the output's name just now.
    /// </summary>
    /// <returns>0 if nothing but that stands against it, or errno.</returns>
    private static int TryMoveAway(OutputPlace place)
    {
        string name = FreshName(), inside = Path.Combine(name, "probe");
        if (LibC.mkdirat(place.Folder, name, OwnerOnly) != 0)
        {
            throw place.Unusable(Marshal.GetLastPInvokeError());
        }

        int errno = Errno.EISDIR;
        if (LibC.mkdirat(place.Folder, inside, OwnerOnly) == 0)
        {
            errno = OpenFile.WhileInterrupted(() => LibC.renameat(place.Folder, place.Name, place.Folder, name));
            _ = LibC.unlinkat(place.Folder, inside, LibC.AT_REMOVEDIR);
        }

        _ = LibC.unlinkat(place.Folder, name, LibC.AT_REMOVEDIR);
        return errno is Errno.EISDIR ? 0 : errno;
    }

    private static AirlockException Refused(OutputPlace place, string reason, string advice) => new(AirlockError.Usage,
        $"The output '{place.Path}' can't be replaced: {reason}; {advice}, or name another file.");
}
