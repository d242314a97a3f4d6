using System.Runtime.InteropServices;

namespace Airlock.Interop;

/// <summary>Who this process is, and what it is linked to. See geteuid(2), getgroups(2), gnu_get_libc_version(3).</summary>
internal static partial class LibC
{
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int getgroups(int size, Span<uint> list);

    [LibraryImport("libc")]
    internal static partial uint geteuid();

    [LibraryImport("libc")]
    internal static partial uint getegid();

    /// <summary>Such as "2.36".</summary>
    internal static string GlibcVersion() => Marshal.PtrToStringUTF8(gnu_get_libc_version()) ?? "unknown";

    [LibraryImport("libc")]
    private static partial nint gnu_get_libc_version();
}
