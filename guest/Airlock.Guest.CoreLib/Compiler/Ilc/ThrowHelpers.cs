using System;

namespace Internal.Runtime.CompilerHelpers;

/// <summary>
/// Where failed checks in compiled code go. The ahead-of-time compiler asks for these by name; each is a panic.
/// </summary>
internal static class ThrowHelpers
{
    private static void ThrowIndexOutOfRangeException() => Environment.Panic(PanicCode.IndexOutOfRange);

    private static void ThrowOverflowException() => Environment.Panic(PanicCode.Overflow);

    private static void ThrowDivideByZeroException() => Environment.Panic(PanicCode.DivideByZero);

    private static void ThrowNullReferenceException() => Environment.Panic(PanicCode.NullReference);

    private static void ThrowArgumentException() => Environment.Panic(PanicCode.ArgumentOutOfRange);

    private static void ThrowArgumentOutOfRangeException() => Environment.Panic(PanicCode.ArgumentOutOfRange);

    private static void ThrowFeatureBodyRemoved() => Environment.Panic(PanicCode.Unreachable);
}
