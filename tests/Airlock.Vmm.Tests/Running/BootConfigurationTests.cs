using Airlock.Protocol;
using Airlock.Vmm.Jobs;

namespace Airlock.Vmm.Tests.Running;

public class BootConfigurationTests
{
    [Fact]
    public void By_default_it_names_the_devices_and_leaves_the_rest_to_the_guest()
    {
        var expected = new VmmConfig
        {
            Devices =
            {
                new DeviceConfig { Name = "input", SectorSize = 512, Address = 0x1000_0000 },
                new DeviceConfig { Name = "output", SectorSize = 512, Address = 0x1000_1000 },
                new DeviceConfig { Name = "ring", Address = 0x1000_3000 },
            },
            RamBytes = 8 << 20,
            Transport = Transport.Shared,
            RingAddress = 0x13_0000,
            RingBytes = 64 << 10,
        };
        Assert.Equal(expected, BootConfiguration.For(new DiskJobOptions()));
    }

    [Fact]
    public void It_carries_what_was_asked_for()
    {
        VmmConfig config = BootConfiguration.For(new DiskJobOptions
        {
            ChunkBytes = 1 << 20,
            ProgressStep = 100,
            Messages = MessageMode.None,
            MemoryBytes = 16 << 20,
            Sparse = SparseMode.Always,
        });
        Assert.Equal(
            (2048ul, 100ul, MessageMode.None, 16ul << 20, SparseMode.Always),
            (config.ChunkSectors, config.ProgressStep, config.Messages, config.RamBytes, config.Sparse));
    }

    [Fact]
    public void It_announces_a_console()
    {
        VmmConfig config = BootConfiguration.For(new DiskJobOptions { Transport = Transport.Console });
        Assert.Equal(new DeviceConfig { Name = "console", Address = 0x1000_2000 }, config.Devices[2]);
        Assert.Equal((Transport.Console, 0ul, 0u), (config.Transport, config.RingAddress, config.RingBytes));
    }

    [Fact]
    public void It_says_nothing_of_a_serial_port()
    {
        VmmConfig config = BootConfiguration.For(new DiskJobOptions { Transport = Transport.Serial });
        Assert.Equal((Transport.Serial, 2), (config.Transport, config.Devices.Count));
    }
}
