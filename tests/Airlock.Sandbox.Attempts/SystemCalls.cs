using System.Runtime.InteropServices;

namespace Airlock.Sandbox.Attempts;

/// <summary>System calls by their numbers on x86-64 (asm/unistd_64.h), as an attacker would make them.</summary>
internal static unsafe partial class SystemCalls
{
    /// <summary>0, or the error number.</summary>
    public static int Try(int number, nint first = 0, nint second = 0, nint third = 0, nint fourth = 0, nint fifth = 0, nint sixth = 0) =>
        syscall(number, first, second, third, fourth, fifth, sixth) == -1 ? Marshal.GetLastPInvokeError() : 0;

    /// <summary>Runs the call with a path as its first or second argument.</summary>
    public static int TryPath(ReadOnlySpan<byte> path, Func<nint, int> call)
    {
        fixed (byte* start = path)
        {
            return call((nint)start);
        }
    }

    /// <summary>What the call returned.</summary>
    public static nint Result(int number, nint first = 0, nint second = 0, nint third = 0, nint fourth = 0, nint fifth = 0) =>
        syscall(number, first, second, third, fourth, fifth, 0);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second, nint third, nint fourth, nint fifth, nint sixth);
}
