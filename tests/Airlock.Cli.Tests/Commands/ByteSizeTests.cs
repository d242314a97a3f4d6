using Airlock.Cli.Commands;

namespace Airlock.Cli.Tests.Commands;

public class ByteSizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("512", 512)]
    [InlineData("4K", 4096)]
    [InlineData("4k", 4096)]
    [InlineData("16M", 16 << 20)]
    [InlineData("1g", 1 << 30)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    [InlineData("17179869183G", 17179869183ul << 30)]
    public void A_number_may_have_a_suffix_of_1024s(string text, ulong bytes)
    {
        Assert.True(ByteSize.TryParse(text, out ulong parsed));
        Assert.Equal(bytes, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("K")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1 K")]
    [InlineData("1.5M")]
    [InlineData("1KB")]
    [InlineData("1P")]
    [InlineData("0x10")]
    [InlineData("1,000")]
    [InlineData("18446744073709551616")] // 2^64
    [InlineData("17179869184G")] // 2^64
    public void Anything_else_is_no_size(string text)
    {
        Assert.False(ByteSize.TryParse(text, out ulong parsed));
        Assert.Equal(0ul, parsed);
    }
}
