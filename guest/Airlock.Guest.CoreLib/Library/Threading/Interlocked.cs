using System.Runtime.CompilerServices;

namespace System.Threading;

/// <summary>Order between memory accesses.</summary>
public static class Interlocked
{
    /// <summary>
    /// A full fence: nothing moves across it, not even a load before an earlier store. The ahead-of-time compiler puts
    /// the instruction in its place.
    /// </summary>
    [Intrinsic]
    public static void MemoryBarrier() => Environment.Panic(PanicCode.Unreachable);
}
