namespace Airlock.Abi.Machine;

/// <summary>The I/O ports of the machine. Any other port reads as all ones and ignores writes.</summary>
internal static class Ports
{
    /// <summary>COM1: the message channel.</summary>
    public const ushort Com1 = 0x3f8;

    /// <summary>COM2: plain debug text, line by line, for a person.</summary>
    public const ushort Com2 = 0x2f8;

    /// <summary>The line status register of a UART, from its first port on.</summary>
    public const ushort LineStatus = 5;

    /// <summary>In the line status: the transmitter holding register is empty, bit 5.</summary>
    public const byte TransmitterEmpty = 0x20;

    /// <summary>A 16550 UART has eight registers.</summary>
    public const ushort UartLength = 8;
}
