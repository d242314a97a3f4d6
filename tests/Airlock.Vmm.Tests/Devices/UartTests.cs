using Airlock.Memory;
using Airlock.Vmm.Devices;

namespace Airlock.Vmm.Tests.Devices;

/// <summary>The registers of an idle 16550, as its driver sees them.</summary>
public class UartTests
{
    private const ulong Data = 0, InterruptEnable = 1, FifoControl = 2, LineControl = 3, LineStatus = 5, Scratch = 7;

    private readonly List<byte> _sent = [];
    private readonly Uart _uart;

    public UartTests()
    {
        _uart = new Uart(_sent.Add);
    }

    [Theory]
    [InlineData(0, 0x00)] // nothing received
    [InlineData(1, 0x00)] // no interrupt enabled
    [InlineData(2, 0x01)] // none pending
    [InlineData(3, 0x00)]
    [InlineData(4, 0x00)]
    [InlineData(5, 0x60)] // transmitter empty
    [InlineData(6, 0xb0)] // carrier, ready, clear to send
    [InlineData(7, 0x00)]
    public void An_idle_port_has_the_values_of_an_idle_port(ulong register, ulong value) =>
        Assert.Equal(value, Read(register));

    [Fact]
    public void What_is_written_to_the_data_port_is_sent_at_once()
    {
        Write(Data, 0x41);
        Write(Data, 0xff);
        Assert.Equal([0x41, 0xff], _sent);
        Assert.Equal(0x60ul, Read(LineStatus));
    }

    [Fact]
    public void While_the_baud_rate_is_set_nothing_is_sent()
    {
        Write(LineControl, 0x80);
        Write(Data, 1); // divisor, low
        Write(InterruptEnable, 0); // divisor, high
        Write(LineControl, 0x03);
        Assert.Empty(_sent);
        Write(Data, 0x41);
        Assert.Equal([0x41], _sent);
    }

    [Fact]
    public void The_divisors_high_byte_is_not_the_interrupt_register()
    {
        Write(InterruptEnable, 0x05);
        Write(LineControl, 0x80);
        Write(InterruptEnable, 0x0c);
        Assert.Equal(0ul, Read(InterruptEnable));
        Write(LineControl, 0x03);
        Assert.Equal(0x05ul, Read(InterruptEnable));
    }

    [Theory]
    [InlineData(LineControl)]
    [InlineData(Scratch)]
    public void Settings_read_back_as_they_were_written(ulong register)
    {
        Write(register, 0x1b);
        Assert.Equal(0x1bul, Read(register));
    }

    [Theory]
    [InlineData(FifoControl, 0x01)]
    [InlineData(LineStatus, 0x60)]
    [InlineData(6, 0xb0)]
    public void What_a_driver_cannot_change_stays(ulong register, ulong value)
    {
        Write(register, 0xff);
        Assert.Equal(value, Read(register));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Only_single_bytes_are_understood(int width)
    {
        Assert.Equal(BusAnswer.Refused, _uart.Write(Data, width, 0x4142));
        Assert.Equal(BusAnswer.Refused, _uart.Read(LineStatus, width, out ulong value));
        Assert.Equal(0ul, value);
        Assert.Empty(_sent);
    }

    private ulong Read(ulong register)
    {
        Assert.Equal(BusAnswer.Done, _uart.Read(register, 1, out ulong value));
        return value;
    }

    private void Write(ulong register, byte value) => Assert.Equal(BusAnswer.Done, _uart.Write(register, 1, value));
}
