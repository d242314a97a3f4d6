namespace Airlock.Memory.Tests;

public class GuestAddressTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0x1000, 0x10, 0x1010)]
    [InlineData(0xffff_ffff_ffff_fff0, 0xf, 0xffff_ffff_ffff_ffff)]
    public void An_addition_that_fits_gives_the_sum(ulong address, ulong offset, ulong expected)
    {
        Assert.True(new GuestAddress(address).TryAdd(offset, out GuestAddress sum));
        Assert.Equal(expected, sum.Value);
    }

    [Theory]
    [InlineData(0xffff_ffff_ffff_ff00, 0x200)] // openvmm#4047
    [InlineData(1, ulong.MaxValue)]
    [InlineData(ulong.MaxValue, 1)]
    public void An_addition_that_wraps_is_refused(ulong address, ulong offset)
    {
        Assert.False(new GuestAddress(address).TryAdd(offset, out GuestAddress sum));
        Assert.Equal(0UL, sum.Value);
    }

    [Fact]
    public void There_is_no_plus() => Assert.Null(typeof(GuestAddress).GetMethod("op_Addition"));

    [Fact]
    public void Addresses_are_ordered_and_print_as_hexadecimal()
    {
        GuestAddress low = 0x1000;
        GuestAddress high = 0x2000;
        Assert.True(low < high && high > low && low <= high && high >= low);
        Assert.True(low.CompareTo(high) < 0);
        Assert.Equal("0x1000", low.ToString());
    }

    [Theory]
    [InlineData(0x1000, 16, true)]
    [InlineData(0x1008, 16, false)]
    [InlineData(0x1001, 2, false)]
    public void Alignment_is_that_of_the_number(ulong address, uint alignment, bool expected) =>
        Assert.Equal(expected, new GuestAddress(address).IsAligned(alignment));
}
