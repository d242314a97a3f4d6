using Airlock.Interop;
using Airlock.Vmm.Stores;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Host;

/// <summary>Whether outputs can be made in a folder, and without a name until they are done (open(2), O_TMPFILE).</summary>
internal static class FolderCheck
{
    private const uint OwnerOnly = 0x180; // 0600

    /// <param name="folder">Nothing stays in it.</param>
    public static HostFinding Of(string folder)
    {
        using SafeFileHandle? file = OpenFile.TryOpen(folder, LibC.O_TMPFILE | LibC.O_RDWR, OwnerOnly, out int errno);
        return Of(errno);
    }

    /// <param name="errno">What making a nameless file came to.</param>
    internal static HostFinding Of(int errno)
    {
        (string value, string? advice) = errno switch
        {
            0 => ("nameless files (O_TMPFILE)", null),
            Errno.EOPNOTSUPP or Errno.EISDIR or Errno.EINVAL => (
                "no nameless files",
                "Outputs in this folder are written under a hidden name, which is left behind if the program is killed."),
            Errno.EACCES or Errno.EPERM => ("not yours to write", "No output can be made in this folder: use another, or have its mode changed."),
            Errno.EROFS => ("read-only", "No output can be made in this folder: its file system is read-only."),
            Errno.ENOSPC or Errno.EDQUOT => ("full", "No output can be made in this folder: make room."),
            _ => (OpenFile.Describe(errno), "No output can be made in this folder."),
        };
        return new HostFinding("current folder", advice is null ? HostStatus.Ok : HostStatus.Note, value, advice);
    }
}
