using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Stores;

public class DeviceNumberTests
{
    /// <summary>As makedev(3) puts them together.</summary>
    [Theory]
    [InlineData(0x801ul, 8u, 1u)]
    [InlineData(0x100300ul, 3u, 0x100u)]
    [InlineData(0x100000f002fful, 0x1002u, 0xfffu)]
    public void A_packed_number_is_unpacked(ulong packed, uint major, uint minor) =>
        Assert.Equal(new DeviceNumber(major, minor), DeviceNumber.FromPacked(packed));

    [Theory]
    [InlineData("259:17", true)]
    [InlineData("8", false)]
    [InlineData(":1", false)]
    [InlineData("8:", false)]
    [InlineData("-8:1", false)]
    [InlineData("", false)]
    public void Text_is_a_number_or_none(string text, bool isNumber)
    {
        Assert.Equal(isNumber, DeviceNumber.TryParse(text, out DeviceNumber number));
        Assert.Equal(isNumber ? text : "0:0", number.ToString());
    }
}
