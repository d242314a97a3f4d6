using System.Text;
using Airlock.Guest.Compression.Checksums;

namespace Airlock.Guest.Compression.Tests;

public class ChecksumTests
{
    [Theory]
    [InlineData("", 0x00000001u)]
    [InlineData("Wikipedia", 0x11e60398u)]
    public void Adler32_is_that_of_known_texts(string text, uint checksum)
    {
        var adler = default(Adler32);
        adler.Add(Encoding.ASCII.GetBytes(text));
        Assert.Equal(checksum, adler.Value);
    }

    [Fact]
    public void Adler32_does_not_wrap_in_long_runs_of_the_highest_byte()
    {
        byte[] bytes = new byte[100_001];
        bytes.AsSpan().Fill(0xff);
        ulong first = 1;
        ulong second = 0;
        foreach (byte value in bytes)
        {
            first = (first + value) % 65521;
            second = (second + first) % 65521;
        }

        var adler = default(Adler32);
        adler.Add(bytes.AsSpan(0, 5));
        adler.Add(bytes.AsSpan(5));
        Assert.Equal((uint)((second << 16) | first), adler.Value);
    }

    [Theory]
    [InlineData("", 0xef46db3751d8e999UL)]
    [InlineData("a", 0xd24ec4f1a98c6e5bUL)]
    [InlineData("abc", 0x44bc2cf5ad770999UL)]
    public void XxHash64_is_that_of_known_texts(string text, ulong hash) =>
        Assert.Equal(hash, XxHash64.Of(Encoding.ASCII.GetBytes(text)));
}
