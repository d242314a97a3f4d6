using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Stores;

/// <summary>What lies on what, over a made-up sysfs: 8:x are disks, 7:x loop devices, 253:x those of the device mapper.</summary>
public sealed class DeviceStackTests : IDisposable
{
    private readonly MadeUpDevices _host = new();
    private readonly StorageBody _image;

    public DeviceStackTests()
    {
        _host.AddDisk("sda", "8:0");
        _host.AddPartition("sda1", "8:1", "sda", start: 100, sectors: 1000);
        _host.AddPartition("sda2", "8:2", "sda", start: 1100, sectors: 1000);
        _host.AddMapped("dm-0", "253:0", "sda2");
        _host.AddMapped("dm-1", "253:1", "sda2");
        _host.AddMapped("dm-2", "253:2", "dm-1");
        _host.AddDisk("sdb", "8:16");
        _host.AddMapped("md0", "9:0", "sda1", "sdb");
        string image = _host.Files.Write("image", []);
        _image = StorageBody.Of(FileIdentity.Of(image))!.Value;
        _host.AddLoop("loop0", "7:0", image, sectors: 100);
        _host.AddLoop("loop1", "7:1", image, offset: 10 * 512, sectors: 10);
        _host.AddLoop("loop2", "7:2", image, offset: 20 * 512, sectors: 10);
        _host.AddPartition("loop0p1", "259:0", "loop0", start: 15, sectors: 5);
    }

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData(8, 0, 8, 0)] // itself
    [InlineData(8, 0, 8, 1)] // a disk and its partition
    [InlineData(253, 0, 8, 2)] // what the device mapper makes and what it uses
    [InlineData(253, 0, 8, 0)]
    [InlineData(253, 2, 253, 1)] // on another of its own
    [InlineData(253, 2, 8, 0)]
    [InlineData(9, 0, 8, 1)] // an array and its members
    [InlineData(9, 0, 8, 16)]
    [InlineData(9, 0, 8, 0)]
    [InlineData(7, 0, 7, 1)] // loop devices over one file
    [InlineData(7, 0, 7, 2)]
    [InlineData(7, 0, 259, 0)]
    [InlineData(7, 1, 259, 0)]
    public void Whoever_has_bytes_in_common_is_found_out_both_ways(uint major, uint minor, uint otherMajor, uint otherMinor)
    {
        Assert.True(HaveCommon(MadeUpDevices.Device(major, minor), MadeUpDevices.Device(otherMajor, otherMinor)));
        Assert.True(HaveCommon(MadeUpDevices.Device(otherMajor, otherMinor), MadeUpDevices.Device(major, minor)));
    }

    [Theory]
    [InlineData(8, 1, 8, 2)] // two partitions
    [InlineData(253, 0, 253, 1)] // two logical volumes
    [InlineData(253, 0, 8, 1)] // a logical volume and another partition than its own
    [InlineData(8, 0, 8, 16)]
    [InlineData(7, 1, 7, 2)] // two stretches of one file
    [InlineData(7, 2, 259, 0)]
    [InlineData(7, 0, 8, 0)]
    public void Neighbors_are_left_alone(uint major, uint minor, uint otherMajor, uint otherMinor)
    {
        Assert.False(HaveCommon(MadeUpDevices.Device(major, minor), MadeUpDevices.Device(otherMajor, otherMinor)));
        Assert.False(HaveCommon(MadeUpDevices.Device(otherMajor, otherMinor), MadeUpDevices.Device(major, minor)));
    }

    [Fact]
    public void A_file_and_a_loop_device_over_it_have_bytes_in_common() => Assert.True(HaveCommon(_image, MadeUpDevices.Device(7, 2)));

    [Fact]
    public void A_file_that_is_read_lies_on_its_file_systems_device()
    {
        var file = new StorageBody(new DeviceNumber(8, 1), Inode: 12);
        Assert.True(HaveCommon(file, MadeUpDevices.Device(8, 1)));
        Assert.True(HaveCommon(file, MadeUpDevices.Device(8, 0)));
        Assert.False(HaveCommon(file, MadeUpDevices.Device(8, 2)));
    }

    [Fact]
    public void A_disk_may_be_copied_to_a_file_on_it() =>
        Assert.False(HaveCommon(MadeUpDevices.Device(8, 1), new StorageBody(new DeviceNumber(8, 1), Inode: 12)));

    [Fact]
    public void A_circle_ends()
    {
        _host.AddDisk("dm-8", "253:8");
        _host.AddMapped("dm-9", "253:9", "dm-8");
        Directory.CreateDirectory(_host.Files.PathOf("sys/devices/dm-8/slaves"));
        _host.Files.Link("sys/devices/dm-8/slaves/dm-9", "../../dm-9");
        Assert.True(HaveCommon(MadeUpDevices.Device(253, 8), MadeUpDevices.Device(253, 9)));
    }

    [Fact]
    public void Without_sysfs_a_device_is_known_by_its_number_alone()
    {
        using var folder = new TemporaryFolder();
        var tree = new BlockDeviceTree(folder.Root);
        Assert.Equal([StorageExtent.Whole(MadeUpDevices.Device(8, 1))], DeviceStack.Of(tree, MadeUpDevices.Device(8, 1)).Extents);
    }

    private bool HaveCommon(StorageBody read, StorageBody written) =>
        DeviceStack.Of(_host.Tree, read, withFileSystem: true).Common(DeviceStack.Of(_host.Tree, written)) is not null;
}
