using Airlock.Interop;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Stores;

/// <summary>Outputs whose bytes somebody else uses, over a made-up sysfs.</summary>
public sealed class SharedBytesTests : IDisposable
{
    private const string Output = "The output '/dev/out'";

    private readonly MadeUpDevices _host = new();

    public SharedBytesTests()
    {
        _host.AddDisk("sda", "8:0");
        _host.AddPartition("sda1", "8:1", "sda", start: 100, sectors: 1000);
        _host.AddPartition("sda2", "8:2", "sda", start: 1100, sectors: 1000);
    }

    public void Dispose() => _host.Dispose();

    [Fact]
    public void The_input_by_another_road_is_named() => Refuses(
        () => _host.SharedBytes.CheckInput(Device(8, 1), Device(8, 0), "/dev/out"),
        $"{Output} is the input itself by another road: both lie on /dev/sda; name another file or device.");

    [Fact]
    public void A_file_and_a_loop_device_over_it_are_one_both_ways()
    {
        string image = _host.Files.Write("image", []);
        _host.AddLoop("loop0", "7:0", image);
        const string sentence = $"{Output} is the input itself by another road: both lie on the same file; name another file or device.";
        Refuses(() => _host.SharedBytes.CheckInput(FileIdentity.Of(image), Device(7, 0), "/dev/out"), sentence);
        Refuses(() => _host.SharedBytes.CheckInput(Device(7, 0), FileIdentity.Of(image), "/dev/out"), sentence);
    }

    [Fact]
    public void Another_partition_is_another_device() => _host.SharedBytes.CheckInput(Device(8, 1), Device(8, 2), "/dev/out");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_device_that_is_mounted_or_whose_partition_is_is_in_use(uint minor)
    {
        _host.Mount("8:1", "/srv");
        Refuses(
            () => _host.SharedBytes.CheckUsers(Device(8, minor), "/dev/out"),
            $"{Output} is in use: /dev/sda1 is mounted at /srv; unmount it first.");
    }

    [Fact]
    public void What_is_mounted_beside_it_is_no_obstacle()
    {
        _host.Mount("8:1", "/srv");
        _host.Mount("0:23", "/proc");
        _host.SharedBytes.CheckUsers(Device(8, 2), "/dev/out");
    }

    [Fact]
    public void A_file_system_on_a_loop_device_over_it_is_in_use()
    {
        _host.AddLoop("loop0", "7:0", _host.Files.Write("image", []));
        _host.AddMapped("loop1", "7:1", "loop0");
        _host.Mount("7:1", "/srv");
        Refuses(
            () => _host.SharedBytes.CheckUsers(Device(7, 0), "/dev/out"),
            $"{Output} is in use: /dev/loop1 is mounted at /srv; unmount it first.");
    }

    [Fact]
    public void Another_loop_device_over_the_same_file_is_named()
    {
        string image = _host.Files.Write("image", []);
        _host.AddLoop("loop0", "7:0", image);
        _host.SharedBytes.CheckUsers(Device(7, 0), "/dev/out");
        _host.AddLoop("loop1", "7:1", image);
        Refuses(
            () => _host.SharedBytes.CheckUsers(Device(7, 0), "/dev/out"),
            $"{Output} is in use: /dev/loop1 is attached to it; detach that first.");
    }

    [Fact]
    public void What_the_device_mapper_or_an_array_makes_of_it_is_named()
    {
        _host.AddMapped("dm-0", "253:0", "sda2");
        _host.AddMapped("dm-1", "253:1", "sda2");
        Refuses(
            () => _host.SharedBytes.CheckUsers(Device(8, 2), "/dev/out"),
            $"{Output} is in use: /dev/dm-0 is made of it; take that apart first.");
        _host.SharedBytes.CheckUsers(Device(253, 0), "/dev/out"); // the other volume has its own bytes
        _host.SharedBytes.CheckUsers(Device(8, 1), "/dev/out");
    }

    [Fact]
    public void Swap_space_in_its_file_is_in_use()
    {
        string image = _host.Files.Write("image", []);
        _host.AddLoop("loop0", "7:0", image);
        _host.SwapOn(image);
        Refuses(
            () => _host.SharedBytes.CheckUsers(Device(7, 0), "/dev/out"),
            $"{Output} is in use: a file on it holds swap space; switch that off first.");
    }

    private static FileIdentity Device(uint major, uint minor) => FileIdentity.Of(new LibC.StatX
    {
        stx_mode = LibC.S_IFBLK,
        stx_rdev_major = major,
        stx_rdev_minor = minor,
    });

    private static void Refuses(Action check, string sentence)
    {
        var e = Assert.Throws<AirlockException>(check);
        Assert.Equal((AirlockError.Usage, sentence), (e.Error, e.Message));
    }
}
