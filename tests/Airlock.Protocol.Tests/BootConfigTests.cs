using System;

namespace Airlock.Protocol.Tests;

public class BootConfigTests
{
    [Fact]
    public void The_configuration_is_one_frame()
    {
        var config = new VmmConfig { RamBytes = 1 };
        byte[] page = new byte[BootConfig.MaxLength];
        Assert.True(BootConfig.TryEncode(config, page, out int length));
        Assert.Equal(Frames.Of(config), page[..length]);
    }

    [Fact]
    public void It_fits_into_a_page_or_is_refused_whole()
    {
        var config = new VmmConfig { Devices = { new DeviceConfig() } };
        config.Devices[0].Name = new string('n', 4096 - 8);
        byte[] page = new byte[2 * BootConfig.MaxLength];
        Assert.True(BootConfig.TryEncode(config, page, out int length));
        Assert.Equal(4096, length);

        Array.Clear(page);
        config.Devices[0].Name += "n";
        Assert.False(BootConfig.TryEncode(config, page, out length));
        Assert.Equal(0, length);
        Assert.Equal(-1, page.AsSpan().IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void A_destination_that_is_too_small_is_refused()
    {
        var config = new VmmConfig { RamBytes = 1 };
        Assert.False(BootConfig.TryEncode(config, new byte[Frames.Of(config).Length - 1], out _));
        Assert.False(BootConfig.TryEncode(new VmmConfig(), new byte[1], out _));
        Assert.True(BootConfig.TryEncode(new VmmConfig(), new byte[2], out _));
    }
}
