using System;

namespace Internal.Runtime.CompilerHelpers;

/// <summary>
/// Handles from metadata. The ahead-of-time compiler asks for these by name when it meets a constant span, before it
/// finds that it needs no handle.
/// </summary>
internal static class LdTokenHelpers
{
    private static RuntimeTypeHandle GetRuntimeTypeHandle(nint type)
    {
        Environment.Panic(PanicCode.Unreachable);
        return default;
    }

    private static RuntimeMethodHandle GetRuntimeMethodHandle(nint method)
    {
        Environment.Panic(PanicCode.Unreachable);
        return default;
    }

    private static RuntimeFieldHandle GetRuntimeFieldHandle(nint field)
    {
        Environment.Panic(PanicCode.Unreachable);
        return default;
    }
}
