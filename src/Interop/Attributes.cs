using System.Runtime.InteropServices;

namespace Airlock.Interop;

/// <summary>Extended attributes, access control lists among them. See xattr(7), getxattr(2), listxattr(2), setxattr(2).</summary>
internal static partial class LibC
{
    /// <summary>An access control list, as linux/posix_acl_xattr.h has it.</summary>
    internal const string XATTR_NAME_POSIX_ACL_ACCESS = "system.posix_acl_access";

    /// <summary>The longest that a value, or a list of names, can be, in bytes. See linux/limits.h.</summary>
    internal const int XATTR_SIZE_MAX = 65536;

    /// <summary>How many bytes the value has, or -1.</summary>
    [LibraryImport("libc", SetLastError = true, StringMarshallingCustomType = typeof(PathMarshaller))]
    internal static partial nint getxattr(string path, string name, Span<byte> value, nuint size);

    /// <summary>Names, each with a zero behind it; how many bytes, or -1.</summary>
    [LibraryImport("libc", SetLastError = true, StringMarshallingCustomType = typeof(PathMarshaller))]
    internal static partial nint listxattr(string path, Span<byte> names, nuint size);

    [LibraryImport("libc", SetLastError = true, StringMarshallingCustomType = typeof(PathMarshaller))]
    internal static partial int fsetxattr(SafeHandle fd, string name, ReadOnlySpan<byte> value, nuint size, int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshallingCustomType = typeof(PathMarshaller))]
    internal static partial int fremovexattr(SafeHandle fd, string name);
}
