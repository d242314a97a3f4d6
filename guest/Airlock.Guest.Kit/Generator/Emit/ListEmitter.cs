using Airlock.Guest.Generator.Model;

namespace Airlock.Guest.Generator.Emit;

/// <summary>The list behind a repeated field.</summary>
internal static class ListEmitter
{
    public static string Emit(ProtoField field)
    {
        return new SourceWriter("System", "System.Diagnostics.CodeAnalysis", "System.Runtime.CompilerServices",
            "System.Runtime.InteropServices")
            + Body.Replace("LIST", Naming.List(field)).Replace("ITEM", Naming.ItemOf(field))
                .Replace("CAPACITY", $"{field.MaxCount}");
    }

    private const string Body = """
        /// <summary>Up to CAPACITY items, without allocation.</summary>
        public struct LIST
        {
            /// <summary>The most messages that it holds.</summary>
            public const int Capacity = CAPACITY;

            private Buffer _buffer;
            private int _count;

            /// <summary>How many there are.</summary>
            public readonly int Count => _count;

            /// <summary>Those there are.</summary>
            [UnscopedRef]
            public readonly ReadOnlySpan<ITEM> Items => _buffer.First(_count);

            /// <summary>Adds one; false if the list is full.</summary>
            public bool TryAdd(in ITEM item)
            {
                if (_count == Capacity)
                {
                    return false;
                }

                _buffer.All[_count++] = item;
                return true;
            }

            [InlineArray(Capacity)]
            private struct Buffer
            {
                private ITEM _first;

                [UnscopedRef]
                public Span<ITEM> All => MemoryMarshal.CreateSpan(ref _first, Capacity);

                [UnscopedRef]
                public readonly ReadOnlySpan<ITEM> First(int count)
                {
                    return MemoryMarshal.CreateReadOnlySpan(in _first, Capacity).Slice(0, count);
                }
            }
        }

        """;
}
