using Airlock.Abi.Machine;
using Airlock.Memory;
using Airlock.Vmm.Messages;

namespace Airlock.Vmm.Devices;

/// <summary>COM1 (messages) and COM2 (debug text). All on the vCPU's thread.</summary>
internal sealed class SerialPorts
{
    private readonly SerialPipe _messages;
    private readonly DebugText _debug;
    private readonly byte[] _bytes = new byte[256];
    private int _count;
    private readonly Uart _com1;
    private readonly Uart _com2;

    public SerialPorts(SerialPipe messages, DebugText debug)
    {
        _messages = messages;
        _debug = debug;
        _com1 = new Uart(Send);
        _com2 = new Uart(debug.Write);
    }

    public void MapTo(Bus ports)
    {
        ports.Map(Ports.Com1, Ports.UartLength, _com1);
        ports.Map(Ports.Com2, Ports.UartLength, _com2);
    }

    /// <summary>Hands over what has come to COM1: after each exit that may have brought something.</summary>
    public void Flush()
    {
        if (_count > 0)
        {
            _messages.Write(_bytes.AsSpan(0, _count));
            _count = 0;
        }
    }

    /// <summary>Logs an unfinished last line of debug text.</summary>
    public void FlushDebugText() => _debug.Flush();

    private void Send(byte value)
    {
        _bytes[_count++] = value;
        if (_count == _bytes.Length)
        {
            Flush();
        }
    }
}
