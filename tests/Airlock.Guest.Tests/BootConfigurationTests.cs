using System;
using Airlock.Abi.Machine;
using Airlock.Guest.Programs;
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

    [Theory]
    [InlineData(0xfeb0_0000ul, 0xfeb0_2e00ul)]
    [InlineData(0xfeb0_0200ul, 0xfeb0_0000ul)]
    [InlineData(0x80_0000ul, 0xffff_fe00ul)] // right above RAM, right below 4 GiB
    [InlineData(0x80_0004ul, 0x80_0204ul)]
    public void Windows_may_lie_anywhere_above_RAM(ulong input, ulong output)
    {
        using var pair = new FakePair(30);
        pair.Machine.Map(input, pair.Input, length: 0x200);
        pair.Machine.Map(output, pair.Output, length: 0x200);
        GuestTalk talk = pair.Run(new VmmConfig
        {
            Devices =
            {
                new DeviceConfig { Name = "input", Address = input },
                new DeviceConfig { Name = "output", Address = output },
            },
        });
        Assert.True(talk.Completion.Success);
        Assert.Equal((input, output), (talk.Messages[0].Init.Address, talk.Messages[4].Init.Address));
    }

    [Theory]
    [InlineData(0xf000ul)]
    [InlineData(0x1_e000ul)]
    [InlineData(0x1_eff0ul)] // behind something else in its page
    [InlineData(0x7f_f123ul)]
    public void The_configuration_may_lie_anywhere_in_RAM(ulong address)
    {
        using var pair = new FakePair(30);
        Put(pair, address, [3, 0, 0x80, 0x01, 7]); // progress_step: 7
        pair.Machine.Run(address);
        Assert.Equal([1ul, 8, 15, 22, 29, 30], GuestTalk.Typed(pair.Machine).Marks);
    }

    [Theory]
    [InlineData(0xf000ul, 0x0fff)]
    [InlineData(0x1_effful, 0)]
    [InlineData(0x1_eff0ul, 15)]
    [InlineData(0x7f_f000ul, 0xffff)]
    public void A_configuration_that_is_cut_off_by_its_page_is_refused(ulong address, int length)
    {
        using var pair = new FakePair(30);
        Put(pair, address, address % 0x1000 == 0xfff ? [1] : [(byte)length, (byte)(length >> 8)]);
        pair.Machine.Run(address);
        IsRefused(GuestTalk.Typed(pair.Machine), (uint)ProgramError.ConfigurationMalformed);
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
        { new VmmConfig { RamBytes = 0x1000 }, (uint)ProgramError.RamSizeInvalid },
        { new VmmConfig { RamBytes = 0x20_01ff }, (uint)ProgramError.RamSizeInvalid },
        { new VmmConfig { RamBytes = ulong.MaxValue }, (uint)ProgramError.RamSizeInvalid },
        { new VmmConfig { Messages = (MessageMode)3 }, (uint)ProgramError.MessageModeUnknown },
        { new VmmConfig { Messages = (MessageMode)(-1) }, (uint)ProgramError.MessageModeUnknown },
        { WithDevice("input", 0x1000_3002, 512), (uint)ProgramError.DeviceAddressInvalid }, // not at a multiple of 4
        { WithDevice("input", 0x20_0000, 512), (uint)ProgramError.DeviceAddressInvalid }, // in RAM
        { WithDevice("input", 0x7f_fffc, 512), (uint)ProgramError.DeviceAddressInvalid },
        { WithDevice("input", 0x1_0000_0000, 512), (uint)ProgramError.DeviceAddressInvalid },
        { WithDevice("input", 0xffff_fe04, 512), (uint)ProgramError.DeviceAddressInvalid }, // goes on beyond 4 GiB
        { WithDevice("input", MemoryMap.OutputDevice, 512), (uint)ProgramError.DeviceAddressInvalid }, // overlap
        { WithDevice("input", MemoryMap.OutputDevice + 0x1fc, 512), (uint)ProgramError.DeviceAddressInvalid },
        { WithDevice("output", MemoryMap.InputDevice + 0x1fc, 512), (uint)ProgramError.DeviceAddressInvalid },
        { Ring(window: MemoryMap.InputDevice), (uint)ProgramError.DeviceAddressInvalid },
        { Console(window: MemoryMap.OutputDevice + 4), (uint)ProgramError.DeviceAddressInvalid },
        { WithRam(0x100_0000, "input", 0xff_fe00), (uint)ProgramError.DeviceAddressInvalid },
        { WithDevice("output", ulong.MaxValue, 512), (uint)ProgramError.DeviceAddressInvalid },
        { WithDevice("output", 0x1000_1000, 4096), (uint)ProgramError.SectorSizeUnsupported },
        { new VmmConfig { Transport = Transport.Console }, (uint)ProgramError.TransportInvalid },
        { Console(window: 0x20_0000), (uint)ProgramError.TransportInvalid },
        { Console(window: 0x1000_5000), (uint)DriverError.NoDevice },
        { Console(window: 0x1000_5002), (uint)ProgramError.TransportInvalid },
        { Ring(window: 0), (uint)ProgramError.TransportInvalid },
        { Ring(address: 0x12_0000), (uint)ProgramError.TransportInvalid },
        { Ring(address: 0x13_0800), (uint)ProgramError.TransportInvalid },
        { Ring(address: 0x1f_0000), (uint)ProgramError.TransportInvalid },
        { Ring(address: ulong.MaxValue - 0xfff), (uint)ProgramError.TransportInvalid },
        { Ring(bytes: 0), (uint)ProgramError.TransportInvalid },
        { Ring(bytes: 0x1_0001), (uint)ProgramError.TransportInvalid },
        { Ring(bytes: 0x8000_0000), (uint)ProgramError.TransportInvalid },
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
        IsRefused(GuestTalk.Typed(pair.Machine), (uint)ProgramError.ConfigurationMalformed);
    }

    [Fact]
    public void A_frame_that_leaves_its_page_is_not_read()
    {
        using var pair = new FakePair(10);
        ulong address = MemoryMap.BootConfigEnd - 3;
        Put(pair, address, [2, 0, 0x80, 0x01]); // the second byte of the payload lies in the next page
        pair.Machine.Run(address);
        IsRefused(GuestTalk.Typed(pair.Machine), (uint)ProgramError.ConfigurationMalformed);
    }

    [Fact]
    public void An_address_outside_RAM_is_refused()
    {
        using var pair = new FakePair(10);
        pair.Machine.Run(MemoryMap.MaxRamSize);
        IsRefused(GuestTalk.Typed(pair.Machine), (uint)ProgramError.ConfigurationMalformed);
    }

    private static VmmConfig WithDevice(string name, ulong address, uint sectorSize) =>
        new() { Devices = { new DeviceConfig { Name = name, Address = address, SectorSize = sectorSize } } };

    private static VmmConfig WithRam(ulong ramBytes, string name, ulong address) =>
        new() { RamBytes = ramBytes, Devices = { new DeviceConfig { Name = name, Address = address } } };

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
