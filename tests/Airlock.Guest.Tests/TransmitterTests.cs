using Airlock.Guest.Platform;
using Airlock.Guest.Tests.Machine;
using Airlock.Protocol;

namespace Airlock.Guest.Tests;

/// <summary>A byte for COM1 waits until there is room for it, if it has to be asked for.</summary>
public class TransmitterTests
{
    private const byte Idle = 0x60;

    [Fact]
    public void A_UART_that_never_blocks_is_not_asked()
    {
        using var pair = new FakePair(50);
        pair.Run(new VmmConfig { SerialNeverBlocks = true });
        Assert.Equal(0, pair.Machine.LineStatusReads);
    }

    [Fact]
    public void A_UART_about_which_nothing_is_said_is_asked_before_each_byte()
    {
        using var pair = new FakePair(50);
        int ready = 0;
        pair.Machine.LineStatus = () => ++ready % 3 == 0 ? Idle : (byte)0;
        pair.Machine.ByteSent = () => Assert.Equal(0, ready % 3);
        Assert.True(pair.Run().Completion.Success);
        Assert.Equal(3 * pair.Machine.Com1.Length, pair.Machine.LineStatusReads);
    }

    [Fact]
    public void A_line_status_that_has_never_meant_anything_is_given_up_soon()
    {
        using var pair = new FakePair(50);
        pair.Machine.LineStatus = static () => 0;
        Assert.True(pair.Run().Completion.Success);
        Assert.Equal(1000, pair.Machine.LineStatusReads);
    }

    [Fact]
    public void A_UART_whose_bytes_nobody_takes_gets_no_more_of_them()
    {
        using var machine = new TestMachine();
        TestPlatform.Machine = machine;
        var transmitter = default(Transmitter);
        bool isTaken = true;
        machine.LineStatus = () => isTaken ? Idle : (byte)0;
        transmitter.Send<TestPlatform>(0x3f8, 1);
        isTaken = false;
        transmitter.Send<TestPlatform>(0x3f8, 2);
        Assert.Equal(1 + (int)Backoff.Patience, machine.LineStatusReads);
        isTaken = true;
        transmitter.Send<TestPlatform>(0x3f8, 3);
        Assert.Equal([1], machine.Com1);
        Assert.Equal(1 + (int)Backoff.Patience, machine.LineStatusReads);
    }
}
