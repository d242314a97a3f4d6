using System;
using Airlock.Abi.Machine;
using Airlock.Abi.Virtio;
using Airlock.Guest.Platform;
using Airlock.Guest.Tests.Machine;
using Airlock.Protocol;

namespace Airlock.Guest.Tests;

/// <summary>The same words on each transport, at the cost that each promises.</summary>
public class TransportTests
{
    private const int ManySectors = 3000;

    /// <summary>QueueArea's place for the device area.</summary>
    private const ulong UsedRing = MemoryMap.ConsoleQueue + 0x2000;

    private static VmmConfig ManyMessages => new() { ProgressStep = 1, ChunkSectors = 1 };

    [Fact]
    public void The_ring_carries_what_COM1_carries()
    {
        using var pair = new FakePair(50);
        Assert.Equal(OnCom1(50, new VmmConfig()), new RingHost(pair).Run(new VmmConfig()).Lines);
    }

    [Fact]
    public void The_console_carries_what_COM1_carries()
    {
        using var pair = new FakePair(50);
        Assert.Equal(OnCom1(50, new VmmConfig()), new ConsoleHost(pair).Run(new VmmConfig()).Lines);
    }

    [Theory]
    [InlineData(0x1_0000)]
    [InlineData(0x1000)]
    [InlineData(0x40)]
    [InlineData(1)]
    public void A_ring_of_any_length_loses_nothing(uint bytes)
    {
        using var pair = new FakePair(ManySectors);
        var host = new RingHost(pair, bytes);
        Assert.Equal(OnCom1(ManySectors, ManyMessages), host.Run(ManyMessages).Lines);
        Assert.Equal(1, host.Doorbells);
    }

    [Fact]
    public void While_the_ring_has_room_the_guest_does_not_wait()
    {
        using var pair = new FakePair(50);
        var host = new RingHost(pair);
        host.Run(new VmmConfig());
        Assert.Equal((0, 1), (host.Waits, host.Doorbells));
    }

    [Fact]
    public void A_host_that_never_makes_room_is_given_up()
    {
        using var pair = new FakePair(ManySectors);
        var host = new RingHost(pair, bytes: 64) { IsLying = true };
        host.RunOnly(ManyMessages);
        Assert.Equal((int)Backoff.Patience, host.Waits);
        Assert.Equal(pair.InputDisk, pair.OutputDisk);
    }

    [Fact]
    public void Many_messages_share_a_buffer_of_the_console()
    {
        using var pair = new FakePair(ManySectors);
        var host = new ConsoleHost(pair);
        Assert.Equal(OnCom1(ManySectors, ManyMessages), host.Run(ManyMessages).Lines);
        Assert.InRange(host.Chains, 10, 200);
        Assert.InRange(host.Notifications, 1, (int)host.Chains + 1); // DRIVER_OK notifies, too
    }

    [Fact]
    public void What_is_said_of_the_start_is_not_kept_back()
    {
        using var pair = new FakePair(50, outputSectors: 10);
        var host = new ConsoleHost(pair);
        host.Run(new VmmConfig());
        Assert.Equal(9, host.Chains); // eight steps of two devices, then the error with the last word
    }

    [Fact]
    public void A_buffer_of_the_console_that_is_used_twice_is_told_on_COM1() =>
        ConsoleBreaks(machine => NameAllUsed(machine, id: 0));

    [Fact]
    public void A_buffer_that_the_console_never_had_is_told_on_COM1() =>
        ConsoleBreaks(machine => NameAllUsed(machine, id: 0xffff_0000));

    [Fact]
    public void A_used_index_of_the_console_that_runs_ahead_is_told_on_COM1() =>
        ConsoleBreaks(machine => machine.Memory.TryWrite(UsedRing + SplitRing.UsedIndex, (ushort)0x8000));

    /// <summary>What there is to say after a lie goes out by COM1, from a frame's start on.</summary>
    private static void ConsoleBreaks(Action<TestMachine> lie)
    {
        using var pair = new FakePair(ManySectors);
        var host = new ConsoleHost(pair);
        host.Waited = () => lie(pair.Machine);
        host.RunOnly(ManyMessages);
        ReadOnlySpan<byte> rest = pair.Machine.Com1;
        Assert.False(rest.IsEmpty);
        Assert.Equal(DecodeStatus.Message, new FrameDecoder().Decode(ref rest, out _));
    }

    private static void NameAllUsed(TestMachine machine, uint id)
    {
        for (ulong i = 0; i < 8; i++)
        {
            machine.Memory.TryWrite(UsedRing + SplitRing.UsedEntries + (i * SplitRing.UsedEntryLength), id);
        }
    }

    private static string[] OnCom1(int sectors, VmmConfig config)
    {
        using var pair = new FakePair(sectors);
        return [.. pair.Run(config).Lines];
    }
}
