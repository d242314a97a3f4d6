using System;
using Airlock.Guest.Tests.Machine;
using Airlock.Guest.Virtio;
using Airlock.Protocol;

namespace Airlock.Guest.Tests;

/// <summary>VIRTIO 1.2, 3.1.1: each step of bringing up a device can fail, and says how.</summary>
public class BringUpTests
{
    private const uint Failed = 128;

    public static TheoryData<string, uint, uint, DriverError> WrongRegisters => new()
    {
        { "probe", 0x000, 0, DriverError.NoDevice },
        { "probe", 0x000, 0xffff_ffff, DriverError.NoDevice },
        { "probe", 0x004, 1, DriverError.WrongVersion },
        { "probe", 0x008, 0, DriverError.WrongDevice },
        { "probe", 0x008, 1, DriverError.WrongDevice },
        { "probe", 0x070, 1, DriverError.ResetTimeout },
        { "features", 0x010, 0, DriverError.LegacyDevice },
        { "queue", 0x034, 0, DriverError.QueueTooSmall },
        { "queue", 0x034, 2, DriverError.QueueTooSmall },
        { "queue", 0x044, 1, DriverError.QueueInUse },
        { "capacity", 0x104, 0x0080_0000, DriverError.CapacityTooLarge },
    };

    [Theory]
    [MemberData(nameof(WrongRegisters))]
    public void A_wrong_register_ends_the_step_that_reads_it(string stage, uint register, uint value, DriverError error)
    {
        using var pair = new FakePair(10);
        pair.Output.Tamper = (read, right) => read == register ? value : right;
        FailsWith(pair, stage, error);
        Assert.Equal(stage == "probe" ? 0 : Failed, pair.Output.Status & Failed);
    }

    [Fact]
    public void Features_that_are_refused_are_noticed()
    {
        using var pair = new FakePair(10);
        pair.Output.Tamper = static (register, value) => register == 0x070 ? value & ~8u : value;
        FailsWith(pair, "features", DriverError.FeaturesRefused);
    }

    [Fact]
    public void A_device_that_needs_a_reset_from_the_start_is_noticed()
    {
        using var pair = new FakePair(10);
        pair.Output.Tamper = static (register, value) => register == 0x070 && value == 15 ? value | 64 : value;
        FailsWith(pair, "start", DriverError.NotAccepted);
    }

    [Fact]
    public void A_configuration_that_never_settles_is_given_up()
    {
        using var pair = new FakePair(10);
        uint generation = 0;
        pair.Output.Tamper = (register, value) => register == 0x0fc ? generation++ : value;
        FailsWith(pair, "capacity", DriverError.ConfigurationUnstable);
    }

    [Fact]
    public void A_capacity_is_read_again_when_it_changed_in_between()
    {
        using var pair = new FakePair(10);
        int reads = 0;
        pair.Output.Tamper = (register, value) => register switch
        {
            0x0fc => Math.Min((uint)reads, 3),
            0x100 => ++reads < 3 ? 7 : value,
            _ => value,
        };
        Assert.Equal(10ul, pair.Run().Messages[7].Capacity.Sectors);
    }

    [Fact]
    public void Only_the_features_that_the_driver_knows_are_taken()
    {
        using var pair = new FakePair(10);
        pair.Input.Features = ulong.MaxValue;
        GuestTalk talk = pair.Run();
        Assert.Equal(ulong.MaxValue, talk.Messages[1].Init.Address);
        Assert.Equal(0x8000_0013_0000_4060ul, pair.Input.AcceptedFeatures);
        Assert.Equal(0x1_0000_0000ul, pair.Output.AcceptedFeatures);
    }

    private static void FailsWith(FakePair pair, string stage, DriverError error)
    {
        GuestTalk talk = pair.Run();
        ErrorMessage message = Assert.Single(talk.Errors);
        Assert.Equal((stage, "output", 0ul), (message.Operation, message.Device, message.Sector));
        Assert.Equal((uint)error, message.Status);
        Assert.Equal((false, 0ul), (talk.Completion.Success, talk.Completion.Count));
        Assert.Equal(0, pair.Input.Requests);
    }
}
