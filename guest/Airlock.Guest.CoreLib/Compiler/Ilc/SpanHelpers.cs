using System.Runtime;
using System.Runtime.CompilerServices;

namespace System;

/// <summary>
/// Block operations. The ahead-of-time compiler asks for them by name, and calls them wherever C# copies or clears a
/// large struct. They are assembly, so that nothing can compile them into calls to themselves.
/// </summary>
internal static class SpanHelpers
{
    /// <summary>Copies bytes; the blocks may overlap.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("memmove")]
    internal static extern void Memmove(ref byte dest, ref byte src, nuint len);

    /// <summary>Zeroes bytes.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("airlock_memzero")]
    internal static extern void ClearWithoutReferences(ref byte dest, nuint len);

    /// <summary>Sets bytes.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("memset")]
    internal static extern void Fill(ref byte dest, byte value, nuint len);
}
