using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Airlock.Image.Digest;

/// <summary>The bytes of one block.</summary>
[InlineArray(Length)]
internal struct Sha256Block
{
    /// <summary>512 bits.</summary>
    public const int Length = 64;

    private byte _first;

    /// <summary>All of them.</summary>
    [UnscopedRef]
    public Span<byte> Bytes => MemoryMarshal.CreateSpan(ref _first, Length);
}
