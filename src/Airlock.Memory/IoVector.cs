using System.Runtime.InteropServices;

namespace Airlock.Memory;

/// <summary>One piece of host memory for a vectored system call: struct iovec of readv(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct IoVector
{
    internal IoVector(nint start, nuint length)
    {
        Start = start;
        Length = length;
    }

    /// <summary>Where it starts in the host's address space.</summary>
    public nint Start { get; }

    /// <summary>How many bytes.</summary>
    public nuint Length { get; }
}
