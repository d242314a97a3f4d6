using Airlock.Hypervisor.Kvm.LongMode;

namespace Airlock.Hypervisor.Kvm.Tests.LongMode;

public class BootAreaTests
{
    [Fact]
    public void Only_pages_that_hold_something_are_written()
    {
        var area = new BootArea();
        area.At(0x2fff, 1)[0] = 1;
        area.At(0xe000, 1)[0] = 2;
        var written = new List<ulong>();
        area.CopyTo((address, bytes) =>
        {
            Assert.Equal(0x1000, bytes.Length);
            written.Add(address);
        });
        Assert.Equal([0x2000, 0xe000], written);
    }

    [Theory]
    [InlineData(0xfff, 1)]
    [InlineData(0xefff, 2)]
    [InlineData(0, 1)]
    public void Nothing_outside_the_area_can_be_reached(ulong address, int length) =>
        Assert.ThrowsAny<Exception>(() => new BootArea().At(address, length).Length);
}
