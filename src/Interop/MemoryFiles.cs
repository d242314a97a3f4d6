using System.Runtime.InteropServices;

namespace Airlock.Interop;

/// <summary>Files without a name, in memory, and what they promise not to do. See memfd_create(2), fcntl(2).</summary>
internal static partial class LibC
{
    internal const uint MFD_CLOEXEC = 1;
    internal const uint MFD_ALLOW_SEALING = 2;

    /// <summary>Never to be executed as a program, which is sealed; Linux 6.3.</summary>
    internal const uint MFD_NOEXEC_SEAL = 8;

    /// <summary>To be executed as a program; Linux 6.3, where it is the default before.</summary>
    internal const uint MFD_EXEC = 0x10;

    internal const int F_DUPFD_CLOEXEC = 1030;
    internal const int F_ADD_SEALS = 1033;
    internal const int F_GET_SEALS = 1034;

    internal const int F_SEAL_SEAL = 1;
    internal const int F_SEAL_SHRINK = 2;
    internal const int F_SEAL_GROW = 4;
    internal const int F_SEAL_WRITE = 8;

    /// <summary>The descriptor, to be wrapped into a handle at once, or -1.</summary>
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int memfd_create(string name, uint flags);

    /// <remarks>Variadic in C; the seals are read from the register that they come in.</remarks>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fcntl(SafeHandle fd, int command, int argument);
}
