using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Stores;

public class MountTests
{
    [Theory]
    [InlineData("36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue", "98:0", "/mnt2", "ext3")]
    [InlineData("22 1 0:5 / /dev rw - devtmpfs devtmpfs rw", "0:5", "/dev", "devtmpfs")]
    [InlineData("22 1 0:5 / /a\\040b rw shared:1 master:2 - tmpfs none rw", "0:5", "/a\\040b", "tmpfs")]
    public void A_line_is_a_mount(string line, string device, string mountPoint, string type)
    {
        Mount mount = Mount.Parse(line)!.Value;
        Assert.Equal((device, mountPoint, type), (mount.Device.ToString(), mount.MountPoint, mount.Type));
    }

    [Theory]
    [InlineData("")]
    [InlineData("22 1 0:5 / /dev rw")]
    [InlineData("22 1 0:5 / /dev rw -")]
    [InlineData("22 1 zero / /dev rw - tmpfs none rw")]
    public void Anything_else_is_none(string line) => Assert.Null(Mount.Parse(line));
}
