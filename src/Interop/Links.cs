using System.Runtime.InteropServices;

namespace Airlock.Interop;

/// <summary>
/// Names of files in directories that are held open. See linkat(2), renameat(2), unlinkat(2), mkdirat(2), readlinkat(2).
/// </summary>
internal static partial class LibC
{
    internal const int AT_REMOVEDIR = 0x200;

    /// <summary>Gives a file another name; AT_FDCWD as a directory stands for the current one.</summary>
    /// <remarks>A file from O_TMPFILE gets its first name by "/proc/self/fd/N" and AT_SYMLINK_FOLLOW.</remarks>
    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true, StringMarshallingCustomType = typeof(PathMarshaller))]
    internal static partial int linkat(int oldDirectory, string oldPath, SafeHandle newDirectory, string newPath, int flags);

    /// <summary>Replaces <paramref name="newPath"/> in one step.</summary>
    [LibraryImport("libc", SetLastError = true, StringMarshallingCustomType = typeof(PathMarshaller))]
    internal static partial int renameat(SafeHandle oldDirectory, string oldPath, SafeHandle newDirectory, string newPath);

    /// <param name="flags">0, or <see cref="AT_REMOVEDIR"/> for an empty directory.</param>
    [LibraryImport("libc", SetLastError = true, StringMarshallingCustomType = typeof(PathMarshaller))]
    internal static partial int unlinkat(SafeHandle directory, string path, int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshallingCustomType = typeof(PathMarshaller))]
    internal static partial int mkdirat(SafeHandle directory, string path, uint mode);

    /// <summary>What a symbolic link holds, without a closing zero; how many bytes, or -1.</summary>
    /// <remarks>With an empty path: of the link that the descriptor has open (O_PATH and O_NOFOLLOW).</remarks>
    [LibraryImport("libc", SetLastError = true, StringMarshallingCustomType = typeof(PathMarshaller))]
    internal static partial nint readlinkat(SafeHandle link, string path, Span<byte> buffer, nuint size);
}
