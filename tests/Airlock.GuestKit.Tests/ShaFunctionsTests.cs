using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Airlock.GuestKit.Tests;

/// <summary>The guest's SHA-256 by the processor's instructions, beside that of .NET.</summary>
public sealed unsafe class ShaFunctionsTests(ShaFunctions functions) : IClassFixture<ShaFunctions>
{
    private const int BlockLength = 64;

    // FIPS 180-4, 5.3.3
    private static readonly uint[] s_initial =
        [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    [InlineData(1000)]
    public void Any_number_of_blocks_comes_out_as_it_should(int blocks)
    {
        Skip.If(functions.Exists() == 0, "This processor has no SHA extensions.");
        byte[] bytes = new byte[blocks * BlockLength];
        new Random(blocks).NextBytes(bytes);
        Assert.Equal(SHA256.HashData(bytes), Digest(bytes));
    }

    /// <summary>Of whole blocks: one more, of padding, follows (5.1.1).</summary>
    private byte[] Digest(byte[] bytes)
    {
        byte[] padding = new byte[BlockLength];
        padding[0] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(padding.AsSpan(BlockLength - sizeof(ulong)), (ulong)bytes.Length * 8);
        uint[] state = [.. s_initial];
        fixed (uint* words = state)
        fixed (byte* blocks = bytes, last = padding)
        {
            functions.Take(words, blocks, (nuint)(bytes.Length / BlockLength));
            functions.Take(words, last, 1);
        }

        byte[] digest = new byte[s_initial.Length * sizeof(uint)];
        for (int i = 0; i < state.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(digest.AsSpan(i * sizeof(uint)), state[i]);
        }

        return digest;
    }
}
