namespace Airlock.GuestKit.Tests;

/// <summary>A guest that uses what guests may use.</summary>
internal static class AllowedCode
{
    private const string Members =
        """
        static int s_square = Square(3); // run at build time
        static int Square(int x) => x * x;

        interface IShape<TSelf> where TSelf : struct, IShape<TSelf>
        {
            static abstract int Corners { get; }
            static abstract int Measure<T>(T value) where T : unmanaged;
            int Area();
        }

        struct Box : IShape<Box>
        {
            public int Side;
            public static int Corners => 4;
            public static int Measure<T>(T value) where T : unmanaged => sizeof(T);
            public int Area() => Side * Side;
        }

        [InlineArray(24)] struct Name { byte _first; }
        struct Fixed { public fixed byte Bytes[8]; }
        ref struct Cursor { public Span<byte> Rest; public ref int Counter; public void Dispose() => Counter++; }
        enum Color : byte { Red, Green }

        static int Describe<T>(ref T shape) where T : struct, IShape<T> =>
            shape.Area() + T.Corners + T.Measure(3ul);

        static bool Same<T>(T left, T right) where T : IEquatable<T> => left.Equals(right);
        """;

    private const string Statements =
        """
        var box = new Box { Side = number };
        Use(Describe(ref box) + s_square);

        Span<byte> buffer = stackalloc byte[number & 63];
        buffer.Fill(7);
        foreach (ref byte value in buffer) { value++; }
        Use(buffer[..^1].Length);

        Name name = default;
        "disk"u8.CopyTo(name);
        ReadOnlySpan<byte> text = name;
        Use(text.StartsWith("disk"u8) && text.IndexOf((byte)'k') == 3 ? 1 : 0);

        int count = 0;
        using (var cursor = new Cursor { Rest = buffer, Counter = ref count }) { Use(cursor.Rest.Length); }

        ReadOnlySpan<uint> table = [1, 10, 100];
        Use((int)table[number % 3]);

        int? maybe = number > 3 ? number : null;
        (int low, int high) = (number, maybe ?? 5);
        Use(checked(low * high) + checked((int)(number * 1.5)));

        delegate*<int, void> call = &Use;
        call(number switch { 1 => 2, 2 => 4, _ => 0 });

        Fixed f = default;
        f.Bytes[number & 7] = 3;
        Use(Same((byte)number, f.Bytes[3]) ? (int)Color.Green : (int)Color.Red);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(buffer, 0x0123456789abcdef);
        Use(System.Numerics.BitOperations.LeadingZeroCount((uint)number) + System.Numerics.BitOperations.Log2((uint)number));
        Use((int)System.Numerics.BitOperations.RotateLeft((ulong)number, 7));
        System.Threading.Volatile.Write(ref count, 4);
        System.Threading.Interlocked.MemoryBarrier();
        System.Diagnostics.Debug.Assert(count == 4);
        if (number == 99) { Environment.FailFast("a literal"); }
        """;

    public static string Source { get; } = Snippets.Code("Allowed", Members, Statements);
}
