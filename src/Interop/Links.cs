using System.Runtime.InteropServices;

namespace Airlock.Interop;

/// <summary>Names of files in directories. See linkat(2), renameat2(2), unlink(2).</summary>
internal static partial class LibC
{
    internal const uint RENAME_NOREPLACE = 1;
    internal const uint RENAME_EXCHANGE = 2;

    /// <summary>Gives a file another name; AT_FDCWD as a directory stands for the current one.</summary>
    /// <remarks>A file from O_TMPFILE gets its first name by "/proc/self/fd/N" and AT_SYMLINK_FOLLOW.</remarks>
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int linkat(int oldDirectory, string oldPath, int newDirectory, string newPath, int flags);

    /// <summary>Replaces <paramref name="newPath"/> in one step.</summary>
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int rename(string oldPath, string newPath);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int renameat2(
        int oldDirectory, string oldPath, int newDirectory, string newPath, uint flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int unlink(string path);

    /// <summary>What a symbolic link holds, without a closing zero; how many bytes, or -1.</summary>
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint readlink(string path, Span<byte> buffer, nuint size);
}
