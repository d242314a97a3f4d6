namespace Airlock.GuestKit.Tests;

public sealed unsafe class MemoryFunctionsTests(MemoryFunctions functions) : IClassFixture<MemoryFunctions>
{
    private const int Size = 2560;

    // Around each size where the code takes another way.
    private static readonly int[] s_lengths =
        [.. Enumerable.Range(0, 70), 95, 96, 97, 127, 128, 129, 255, 256, 257, 510, 511, 512, 513, 700, 1000];

    private static readonly int[] s_distances =
        [-600, -512, -100, -33, -17, -16, -15, -8, -3, -1, 0, 1, 2, 7, 8, 15, 16, 17, 31, 32, 33, 100, 511, 512, 600];

    [Fact]
    public void Memmove_moves_any_length_over_any_distance_and_nothing_else()
    {
        foreach (int length in s_lengths)
        {
            foreach (int distance in s_distances)
            {
                const int Source = 640;
                byte[] expected = Pattern();
                byte[] actual = Pattern();
                expected.AsSpan(Source, length).CopyTo(expected.AsSpan(Source + distance));
                fixed (byte* memory = actual)
                {
                    byte* destination = memory + Source + distance;
                    Assert.True(functions.Move(destination, memory + Source, (nuint)length) == destination);
                }

                Assert.True(expected.AsSpan().SequenceEqual(actual), $"{length} bytes by {distance}");
            }
        }
    }

    [Fact]
    public void Memset_sets_any_length_and_nothing_else()
    {
        foreach (int length in s_lengths)
        {
            const int Start = 77;
            byte[] expected = Pattern();
            byte[] actual = Pattern();
            expected.AsSpan(Start, length).Fill(0xa5);
            fixed (byte* memory = actual)
            {
                // Bits above the lowest eight are no part of the value.
                Assert.True(functions.Set(memory + Start, 0x7fa5, (nuint)length) == memory + Start);
            }

            Assert.True(expected.AsSpan().SequenceEqual(actual), $"{length} bytes");
        }
    }

    [Fact]
    public void Memzero_clears_any_length_and_nothing_else()
    {
        foreach (int length in s_lengths)
        {
            byte[] expected = Pattern();
            byte[] actual = Pattern();
            expected.AsSpan(5, length).Clear();
            fixed (byte* memory = actual)
            {
                functions.Zero(memory + 5, (nuint)length);
            }

            Assert.True(expected.AsSpan().SequenceEqual(actual), $"{length} bytes");
        }
    }

    private static byte[] Pattern() => [.. Enumerable.Range(0, Size).Select(i => (byte)((i * 31) + (i >> 8) + 1))];
}
