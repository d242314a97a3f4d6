using System;
using System.Runtime;

namespace Internal.Runtime.CompilerHelpers;

/// <summary>
/// The runtime's side of calls from and to native code. The ahead-of-time compiler emits calls to these symbols around
/// exported methods; with no threads and no collector there is nothing to do.
/// </summary>
internal static class StartupCodeHelpers
{
    [RuntimeExport("RhpReversePInvoke")]
    private static void ReversePInvoke(nint frame)
    {
    }

    [RuntimeExport("RhpReversePInvokeReturn")]
    private static void ReversePInvokeReturn(nint frame)
    {
    }

    [RuntimeExport("RhpPInvoke")]
    private static void PInvoke(nint frame)
    {
    }

    [RuntimeExport("RhpPInvokeReturn")]
    private static void PInvokeReturn(nint frame)
    {
    }

    // The compiler's call when a stack cookie is damaged.
    [RuntimeExport("RhpFallbackFailFast")]
    private static void FallbackFailFast() => Environment.Panic(PanicCode.StackOverrun);
}
