using System.Runtime.CompilerServices;

namespace System;

/// <summary>Checks of arguments.</summary>
internal static class ThrowHelper
{
    /// <summary>A panic if a length is negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void RequireNotNegative(int length)
    {
        if (length < 0)
        {
            Environment.Panic(PanicCode.ArgumentOutOfRange);
        }
    }
}
