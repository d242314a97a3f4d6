using System;
using Airlock.Guest.Platform;
using Airlock.Guest.Programs;
using Airlock.Guest.Tests.Devices;
using Airlock.Guest.Tests.Machine;
using Airlock.Guest.Virtio;
using Airlock.Protocol;

namespace Airlock.Guest.Tests;

/// <summary>Devices that break the specification: the guest says so and ends, or waits without burning the host.</summary>
public class HostileDeviceTests
{
    [Fact]
    public void A_used_id_beyond_the_queue_ends_the_copy() =>
        FailsWith(DriverError.UsedIdUnknown, input => input.TamperUsed = static entry => entry with { Id = 0xffff_fffd });

    [Fact]
    public void A_used_id_beyond_16_bits_is_not_cut_down() =>
        FailsWith(DriverError.UsedIdUnknown, input => input.TamperUsed = entry => entry with { Id = entry.Id + 0x1_0000 });

    [Fact]
    public void A_used_id_in_the_middle_of_a_chain_ends_the_copy() =>
        FailsWith(DriverError.UsedIdUnknown, input => input.TamperUsed = static entry => entry with { Id = entry.Id + 1 });

    [Fact]
    public void A_used_id_that_is_not_outstanding_ends_the_copy() =>
        FailsWith(DriverError.UsedIdUnknown, input => input.TamperUsed = static _ => new UsedEntry(3 * 84, 513));

    [Fact]
    public void A_used_length_beyond_the_buffer_ends_the_copy() =>
        FailsWith(
            DriverError.UsedLengthTooLong,
            input => input.TamperUsed = static entry => entry with { Length = entry.Length + 1 });

    [Fact]
    public void A_used_index_that_runs_ahead_ends_the_copy() =>
        FailsWith(DriverError.UsedIndexJump, static input => input.UsedJump = 100);

    [Fact]
    public void A_used_index_that_goes_back_ends_the_copy() =>
        FailsWith(DriverError.UsedIndexJump, static input => input.UsedJump = ushort.MaxValue);

    [Fact]
    public void A_request_that_is_completed_twice_ends_the_copy()
    {
        using var pair = new FakePair(1000);
        pair.Input.Schedule = Schedule.OnTrap;
        UsedEntry first = default;
        pair.Input.TamperUsed = entry => first = first == default ? new UsedEntry(0, 513) : first;
        Assert.Equal((uint)DriverError.UsedIdUnknown, Assert.Single(pair.Run().Errors).Status);
    }

    [Fact]
    public void A_device_that_needs_a_reset_ends_the_copy()
    {
        using var pair = new FakePair(1000);
        pair.Output.Schedule = Schedule.Never;
        int reads = 0;
        pair.Input.SectorStatus = _ =>
        {
            if (++reads == 5)
            {
                pair.Output.BreakDown();
            }

            return 0;
        };
        GuestTalk talk = pair.Run();
        ErrorMessage error = Assert.Single(talk.Errors);
        Assert.Equal(
            ("queue", "output", (uint)DriverError.DeviceNeedsReset), (error.Operation, error.Device, error.Status));
        Assert.False(talk.Completion.Success);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_device_that_never_answers_is_waited_for_in_short_spins(bool isInput)
    {
        using var pair = new FakePair(1000);
        (isInput ? pair.Input : pair.Output).Schedule = Schedule.Never;
        Assert.Throws<GuestStalledException>(() => pair.Run());
        Assert.Equal((int)Backoff.MostSpins(CompletionWait.SpinLimit), pair.Machine.MostPauses);
        Assert.True(pair.Machine.Traps >= TestMachine.FruitlessTrapLimit);
    }

    [Fact]
    public void A_device_that_wants_no_notifications_gets_none()
    {
        using var pair = new FakePair(1000);
        pair.Input.NoNotify = true;
        pair.Output.NoNotify = true;
        Assert.True(pair.Run(new VmmConfig { ChunkSectors = 3 }).Completion.Success);
        Assert.Equal(0, pair.Input.Notifications + pair.Output.Notifications);
    }

    [Fact]
    public void A_configuration_interrupt_without_meaning_is_acknowledged_and_forgotten()
    {
        using var pair = new FakePair(1000);
        pair.Input.Schedule = Schedule.OnTrap;
        pair.Input.Tamper = (register, value) => register == 0x60 ? value | 2 : value;
        Assert.True(pair.Run().Completion.Success);
    }

    private static void FailsWith(DriverError error, Action<FakeBlockDevice> spoil)
    {
        const int sectors = 800; // fewer chunks than slots
        using var pair = new FakePair(sectors);
        spoil(pair.Input);
        GuestTalk talk = pair.Run();
        ErrorMessage message = Assert.Single(talk.Errors);
        Assert.Equal(("queue", "input", (uint)error), (message.Operation, message.Device, message.Status));
        Assert.False(talk.Completion.Success);
        Assert.NotEqual(0u, pair.Input.Status & 128);
        Assert.DoesNotContain(talk.Marks, mark => mark == sectors);
    }
}
