using System;
using System.Linq;
using Airlock.Abi.Machine;
using Airlock.Guest.Tests.Devices;
using Airlock.Guest.Tests.Machine;
using Airlock.Protocol;
using FsCheck.Xunit;

namespace Airlock.Guest.Tests;

/// <summary>
/// Devices and configurations that lie at random. The guest may give up, wait for ever in short spins, or copy; it
/// never panics, and what it says is a stream of messages in order, with a last word.
/// </summary>
public class HostileDeviceProperties
{
    private static readonly uint[] s_lies =
        [0, 1, 2, 3, 63, 64, 128, 255, 256, 257, 1024, 0x8000, 0x1_0000, 0x7fff_ffff, 0x8000_0000, uint.MaxValue];

    [Property(MaxTest = 300)]
    public void A_device_that_lies_now_and_then_is_survived(int seed)
    {
        var random = new Random(seed);
        using var pair = new FakePair(random.Next(1, 300));
        int odds = 1 << random.Next(1, 12);
        MakeLie(pair.Input, random, odds);
        MakeLie(pair.Output, random, odds);
        IsSurvived(() => pair.Run());
    }

    [Property(MaxTest = 300)]
    public void A_configuration_with_wrong_bytes_is_survived(int seed)
    {
        var random = new Random(seed);
        using var pair = new FakePair(random.Next(1, 300));
        Assert.True(pair.Machine.Memory.TryGetSpan(MemoryMap.BootConfig, MemoryMap.PageSize, out Span<byte> page));
        Assert.True(BootConfig.TryEncode(AnyConfiguration(random), page, out int length));
        for (int i = random.Next(4); i > 0; i--)
        {
            page[random.Next(length)] = (byte)random.Next(256);
        }

        int inside = DriverViolations(() => IsSurvived(() => pair.Machine.Run(MemoryMap.BootConfig)));
        Assert.True(inside == 0 || !IsWhereTheDevicesAre(page[2..length]), "The driver broke a rule.");
    }

    /// <summary>
    /// A window that begins inside a device's may be taken for one by a driver: the device is the one to complain,
    /// then.
    /// </summary>
    private static int DriverViolations(Action run)
    {
        try
        {
            run();
            return 0;
        }
        catch (DriverViolationException)
        {
            return 1;
        }
    }

    private static bool IsWhereTheDevicesAre(ReadOnlySpan<byte> payload) => VmmConfig.Parser.ParseFrom(payload).Devices
        .All(device => device.Address is 0 or MemoryMap.InputDevice or MemoryMap.OutputDevice);

    private static void IsSurvived(Action run)
    {
        try
        {
            run();
        }
        catch (GuestStalledException)
        {
            // The device never answers what the guest waits for.
        }
    }

    private static void MakeLie(FakeBlockDevice device, Random random, int odds)
    {
        device.Schedule = Schedule.Random(random.Next());
        device.UsedJump = random.Next(odds) == 0 ? (ushort)random.Next(ushort.MaxValue + 1) : (ushort)1;
        device.Capacity = random.Next(odds) == 0 ? (ulong)random.NextInt64() : device.Capacity;
        device.Tamper = (_, value) => random.Next(odds) == 0 ? s_lies[random.Next(s_lies.Length)] : value;
        device.SectorStatus = _ => random.Next(odds) == 0 ? (byte)random.Next(256) : (byte)0;
        device.TamperUsed = entry => random.Next(odds) switch
        {
            0 => entry with { Id = s_lies[random.Next(s_lies.Length)] },
            1 => entry with { Length = s_lies[random.Next(s_lies.Length)] },
            _ => entry,
        };
    }

    private static VmmConfig AnyConfiguration(Random random) => new()
    {
        RamBytes = random.Next(4) == 0 ? 0x80_0000ul : 0,
        ProgressStep = (ulong)random.Next(50),
        ChunkSectors = (uint)random.Next(50),
        Devices =
        {
            new DeviceConfig { Name = "input", Address = MemoryMap.InputDevice, SectorSize = 512 },
            new DeviceConfig { Name = "output", Address = MemoryMap.OutputDevice },
        },
    };
}
