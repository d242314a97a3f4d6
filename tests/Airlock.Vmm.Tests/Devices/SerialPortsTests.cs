using System.Text;
using Airlock.Abi.Machine;
using Airlock.Memory;
using Airlock.Vmm.Devices;
using Airlock.Vmm.Messages;

namespace Airlock.Vmm.Tests.Devices;

public sealed class SerialPortsTests : IDisposable
{
    private readonly EventFd _arrived = new();
    private readonly SerialPipe _messages;
    private readonly List<string> _lines = [];
    private readonly Bus _bus = Bus.ForPorts();
    private readonly SerialPorts _ports;

    public SerialPortsTests()
    {
        _messages = new SerialPipe(_arrived);
        _ports = new SerialPorts(_messages, new DebugText(line => _lines.Add(Encoding.UTF8.GetString(line))));
        _ports.MapTo(_bus);
    }

    public void Dispose() => _arrived.Dispose();

    [Fact]
    public void What_comes_to_COM1_is_handed_over_at_the_end_of_an_exit()
    {
        Write(Ports.Com1, [1, 2]);
        Assert.False(_messages.HasBytes);
        _ports.Flush();
        Assert.Equal([1, 2], Take());
        _ports.Flush();
        Assert.Empty(Take());
    }

    [Fact]
    public void More_than_is_kept_for_one_exit_is_handed_over_in_between_and_in_order()
    {
        byte[] bytes = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];
        Write(Ports.Com1, bytes);
        _ports.Flush();
        Assert.Equal(bytes, Take());
    }

    [Fact]
    public void COM2_is_debug_text_and_no_messages()
    {
        Write(Ports.Com2, "one\ntw"u8);
        _ports.Flush();
        Assert.Equal(["one"], _lines);
        _ports.FlushDebugText();
        Assert.Equal(["one", "tw"], _lines);
        Assert.Empty(Take());
    }

    [Theory]
    [InlineData(Ports.Com1)]
    [InlineData(Ports.Com2)]
    public void Each_has_the_eight_registers_of_a_UART(ushort port)
    {
        byte[] value = [0];
        Assert.Equal(BusAnswer.Done, _bus.Read(port + 5u, value));
        Assert.Equal([0x60], value);
        Assert.Equal(BusAnswer.Done, _bus.Read(port + 7u, value));
        Assert.Equal(BusAnswer.Unmapped, _bus.Read(port + 8u, value));
    }

    private void Write(ushort port, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            Assert.Equal(BusAnswer.Done, _bus.Write(port, [value]));
        }
    }

    private byte[] Take()
    {
        byte[] buffer = new byte[64 << 10];
        return buffer[.._messages.Take(buffer)];
    }
}
