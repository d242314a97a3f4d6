using System.Runtime.InteropServices;

namespace Airlock.Interop;

/// <summary>Random bytes of the kernel's. See getrandom(2).</summary>
internal static partial class LibC
{
    /// <summary>Up to 256 bytes always come whole, once the kernel has started.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint getrandom(Span<byte> buffer, nuint length, uint flags);
}
