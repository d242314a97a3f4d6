using System;
using Airlock.Abi.Machine;
using Airlock.Copy;
using Airlock.Guest.Tests.Devices;
using Airlock.Guest.Tests.Machine;
using Airlock.Guest.Virtio;
using Airlock.Memory;
using Airlock.Protocol;

namespace Airlock.Guest.Tests;

/// <summary>What the VMM may say, and what the guest makes of nonsense.</summary>
public class BootConfigurationTests
{
    [Fact]
    public void Devices_lie_where_the_configuration_says()
    {
        const ulong first = MemoryMap.DeviceWindows + 0x5000;
        const ulong second = MemoryMap.DeviceWindows + 0x9000;
        using var pair = new FakePair(30);
        pair.Machine.Map(first, pair.Input);
        pair.Machine.Map(second, pair.Output);
        GuestTalk talk = pair.Run(new VmmConfig
        {
            Devices =
            {
                new DeviceConfig { Name = "output", Address = second },
                new DeviceConfig { Name = "rng", Address = 7 },
                new DeviceConfig { Name = "input", Address = first, SectorSize = 512 },
            },
        });
        Assert.Equal(first, talk.Messages[0].Init.Address);
        Assert.Equal(second, talk.Messages[4].Init.Address);
        Assert.True(talk.Completion.Success);
    }

    [Fact]
    public void More_RAM_holds_more_buffers()
    {
        using var pair = new FakePair(60_000, ramBytes: 0x100_0000);
        pair.Input.Schedule = Schedule.OnTrap;
        Assert.True(pair.Run(new VmmConfig { RamBytes = 0x100_0000, ProgressStep = 100_000 }).Completion.Success);
        Assert.Equal(29, pair.Input.MostOutstanding);
    }

    [Fact]
    public void An_empty_configuration_means_the_defaults()
    {
        using var pair = new FakePair(50);
        Assert.Equal([1ul, 11, 21, 31, 41, 50], pair.Run(new VmmConfig()).Marks);
    }

    public static TheoryData<VmmConfig, uint> Unusable => new()
    {
        { new VmmConfig { RamBytes = 0x1000 }, (uint)CopyError.RamSizeInvalid },
        { new VmmConfig { RamBytes = 0x20_01ff }, (uint)CopyError.RamSizeInvalid },
        { new VmmConfig { RamBytes = ulong.MaxValue }, (uint)CopyError.RamSizeInvalid },
        { new VmmConfig { Messages = (MessageMode)3 }, (uint)CopyError.MessageModeUnknown },
        { new VmmConfig { Messages = (MessageMode)(-1) }, (uint)CopyError.MessageModeUnknown },
        { WithDevice("input", 0x1000_0800, 512), (uint)CopyError.DeviceAddressInvalid },
        { WithDevice("input", 0x20_0000, 512), (uint)CopyError.DeviceAddressInvalid },
        { WithDevice("output", ulong.MaxValue, 512), (uint)CopyError.DeviceAddressInvalid },
        { WithDevice("output", 0x1000_1000, 4096), (uint)CopyError.SectorSizeUnsupported },
        { new VmmConfig { Transport = Transport.Console }, (uint)CopyError.TransportInvalid },
        { Console(window: 0x20_0000), (uint)CopyError.TransportInvalid },
        { Console(window: 0x1000_5000), (uint)DriverError.NoDevice },
        { Ring(window: 0), (uint)CopyError.TransportInvalid },
        { Ring(address: 0x12_0000), (uint)CopyError.TransportInvalid },
        { Ring(address: 0x13_0800), (uint)CopyError.TransportInvalid },
        { Ring(address: 0x1f_0000), (uint)CopyError.TransportInvalid },
        { Ring(address: ulong.MaxValue - 0xfff), (uint)CopyError.TransportInvalid },
        { Ring(bytes: 0), (uint)CopyError.TransportInvalid },
        { Ring(bytes: 0x1_0001), (uint)CopyError.TransportInvalid },
        { Ring(bytes: 0x8000_0000), (uint)CopyError.TransportInvalid },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void A_configuration_that_cannot_be_kept_is_refused(VmmConfig config, uint code)
    {
        using var pair = new FakePair(10);
        IsRefused(pair.Run(config), code);
    }

    [Fact]
    public void A_transport_that_this_guest_does_not_know_is_COM1()
    {
        using var pair = new FakePair(10);
        Assert.True(pair.Run(new VmmConfig { Transport = (Transport)99 }).Completion.Success);
    }

    [Fact]
    public void A_frame_that_does_not_decode_is_refused()
    {
        using var pair = new FakePair(10);
        Put(pair, MemoryMap.BootConfig, [3, 0, 0xff, 0xff, 0xff]);
        pair.Machine.Run(MemoryMap.BootConfig);
        IsRefused(GuestTalk.Typed(pair.Machine), (uint)CopyError.ConfigurationMalformed);
    }

    [Fact]
    public void A_frame_that_leaves_its_page_is_not_read()
    {
        using var pair = new FakePair(10);
        ulong address = MemoryMap.BootConfigEnd - 3;
        Put(pair, address, [2, 0, 0x80, 0x01]); // the second byte of the payload lies in the next page
        pair.Machine.Run(address);
        IsRefused(GuestTalk.Typed(pair.Machine), (uint)CopyError.ConfigurationMalformed);
    }

    [Fact]
    public void An_address_outside_RAM_is_refused()
    {
        using var pair = new FakePair(10);
        pair.Machine.Run(MemoryMap.MaxRamSize);
        IsRefused(GuestTalk.Typed(pair.Machine), (uint)CopyError.ConfigurationMalformed);
    }

    private static VmmConfig WithDevice(string name, ulong address, uint sectorSize) =>
        new() { Devices = { new DeviceConfig { Name = name, Address = address, SectorSize = sectorSize } } };

    private static VmmConfig Console(ulong window) => new()
    {
        Transport = Transport.Console,
        Devices = { new DeviceConfig { Name = "console", Address = window } },
    };

    private static VmmConfig Ring(
        ulong address = MemoryMap.MessageRing,
        uint bytes = MemoryMap.MessageRingBytes,
        ulong window = MemoryMap.MessageRingRegisters) => new()
    {
        Transport = Transport.Shared,
        RingAddress = address,
        RingBytes = bytes,
        Devices = { new DeviceConfig { Name = "ring", Address = window } },
    };

    private static void Put(FakePair pair, ulong address, byte[] bytes)
    {
        Assert.True(pair.Machine.Memory.TryGetSpan(new GuestAddress(address), (ulong)bytes.Length, out Span<byte> span));
        bytes.CopyTo(span);
    }

    private static void IsRefused(GuestTalk talk, uint code)
    {
        ErrorMessage error = Assert.Single(talk.Errors);
        Assert.Equal(("config", "guest", code), (error.Operation, error.Device, error.Status));
        Assert.Equal(2, talk.Messages.Count);
        Assert.False(talk.Completion.Success);
    }
}
