using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace System;

/// <summary>The way out.</summary>
public static class Environment
{
    /// <summary>
    /// Ends the run: an ErrorMessage (operation "panic") on COM1, the text on COM2, then a halt.
    /// </summary>
    /// <param name="message">For a person, or null.</param>
    [DoesNotReturn]
    public static void FailFast(string? message) => Panic(PanicCode.FailFast, message);

    /// <summary>Ends the run for one of the reasons that the compiler or the library knows.</summary>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Panic(PanicCode code) => Panic(code, null);

    // The core library has no hardware below it: the platform takes over under this symbol.
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("airlock_panic")]
    private static extern void Panic(PanicCode code, string? message);
}
