using System;
using System.Security.Cryptography;
using Airlock.Guest.Tests.Machine;
using Airlock.Image.Digest;
using FsCheck;
using FsCheck.Xunit;

namespace Airlock.Guest.Tests.Image;

/// <summary>The guest's SHA-256 beside that of .NET.</summary>
public class Sha256Tests
{
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData(
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    public void The_examples_of_the_standard_come_out(string text, string digest) =>
        Assert.Equal(digest, Convert.ToHexStringLower(Of(System.Text.Encoding.ASCII.GetBytes(text), piece: 100)));

    [Fact]
    public void Every_length_around_a_block_comes_out()
    {
        byte[] bytes = new byte[300];
        new System.Random(1).NextBytes(bytes);
        for (int length = 0; length <= bytes.Length; length++)
        {
            Assert.Equal(SHA256.HashData(bytes.AsSpan(0, length)), Of(bytes.AsSpan(0, length), piece: 300));
        }
    }

    [Property(MaxTest = 300)]
    public void Whatever_the_pieces_it_is_that_of_the_whole(PositiveInt seed, PositiveInt piece)
    {
        byte[] bytes = new byte[seed.Get * 37 % 20_000];
        new System.Random(seed.Get).NextBytes(bytes);
        Assert.Equal(SHA256.HashData(bytes), Of(bytes, piece.Get));
    }

    private static byte[] Of(ReadOnlySpan<byte> bytes, int piece)
    {
        Sha256<TestPlatform> hash = Sha256<TestPlatform>.Start();
        for (; bytes.Length > piece; bytes = bytes[piece..])
        {
            hash.Append(bytes[..piece]);
        }

        hash.Append(bytes);
        byte[] digest = new byte[Sha256State.DigestLength];
        hash.Finish(digest);
        return digest;
    }
}
