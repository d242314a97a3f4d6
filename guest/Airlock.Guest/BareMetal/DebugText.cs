using System;
using Airlock.Abi.Machine;

namespace Airlock.Guest.Platform;

/// <summary>
/// Plain text for a person, on COM2. Each byte is an exit to the VMM, or two of them (<see cref="Transmitter"/>): for
/// trouble, not for logging.
/// </summary>
public static class DebugText
{
    /// <summary>Writes ASCII or UTF-8.</summary>
    public static void Write(ReadOnlySpan<byte> utf8)
    {
        foreach (byte value in utf8)
        {
            Send(value);
        }
    }

    /// <summary>Writes a literal; what isn't ASCII becomes a question mark.</summary>
    public static void Write(ReadOnlySpan<char> text)
    {
        foreach (char value in text)
        {
            Send(value < 0x80 ? (byte)value : (byte)'?');
        }
    }

    /// <summary>Writes a number as 0x and hexadecimal digits.</summary>
    public static void WriteHex(ulong value)
    {
        Write("0x"u8);
        int shift = 60;
        while (shift > 0 && value >> shift == 0)
        {
            shift -= 4;
        }

        for (; shift >= 0; shift -= 4)
        {
            uint digit = (uint)(value >> shift) & 0xf;
            Send((byte)(digit < 10 ? '0' + digit : 'a' + (digit - 10)));
        }
    }

    private static void Send(byte value) => BareMetal.Transmitter(Ports.Com2).Send<BareMetal>(Ports.Com2, value);
}
