namespace Airlock.Guest.Generator.Emit;

/// <summary>What values of a given capacity keep their bytes in.</summary>
internal static class FixedBuffer
{
    /// <summary>A file with a struct that has the buffer at its end.</summary>
    /// <param name="head">The struct without it and without its closing brace; CAPACITY in it is the capacity.</param>
    /// <param name="capacity">Bytes.</param>
    public static string Emit(string head, int capacity)
    {
        return new SourceWriter("System", "System.Diagnostics.CodeAnalysis", "System.Runtime.CompilerServices",
            "System.Runtime.InteropServices") + (head + Members).Replace("CAPACITY", $"{capacity}");
    }

    private const string Members = """
            [InlineArray(Capacity)]
            private struct Buffer
            {
                private byte _first;

                [UnscopedRef]
                public Span<byte> All => MemoryMarshal.CreateSpan(ref _first, Capacity);

                [UnscopedRef]
                public readonly ReadOnlySpan<byte> First(int length)
                {
                    return MemoryMarshal.CreateReadOnlySpan(in _first, Capacity).Slice(0, length);
                }
            }
        }

        """;
}
