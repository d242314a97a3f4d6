using Airlock.Memory;

namespace Airlock.Vmm.Devices;

/// <summary>
/// A 16550 UART as its driver sees it: idle, and with a transmitter that is always empty. What the guest sends goes
/// to a sink at once; it never receives and never interrupts.
/// </summary>
internal sealed class Uart : IBusDevice
{
    private const byte DivisorLatchAccess = 0x80;
    private const byte NoInterruptPending = 0x01;
    private const byte TransmitterEmpty = 0x60;
    private const byte CarrierDsrCts = 0xb0;

    private readonly Action<byte> _send;
    private readonly byte[] _registers = new byte[8];

    public Uart(Action<byte> send)
    {
        _send = send;
    }

    private enum Register
    {
        Data = 0,
        InterruptEnable = 1,
        InterruptIdentification = 2,
        LineControl = 3,
        LineStatus = 5,
        ModemStatus = 6,
    }

    private bool IsDivisorLatched => (_registers[(int)Register.LineControl] & DivisorLatchAccess) != 0;

    public BusAnswer Read(ulong offset, int width, out ulong value)
    {
        value = width != 1 ? 0 : (Register)offset switch
        {
            Register.Data => 0ul,
            Register.InterruptEnable when IsDivisorLatched => 0,
            Register.InterruptIdentification => NoInterruptPending,
            Register.LineStatus => TransmitterEmpty,
            Register.ModemStatus => CarrierDsrCts,
            _ => _registers[offset],
        };
        return width == 1 ? BusAnswer.Done : BusAnswer.Refused;
    }

    public BusAnswer Write(ulong offset, int width, ulong value)
    {
        if (width != 1)
        {
            return BusAnswer.Refused;
        }

        if ((Register)offset == Register.Data)
        {
            // While a driver sets the baud rate, the data port is the divisor's low byte.
            if (!IsDivisorLatched)
            {
                _send((byte)value);
            }
        }
        else if ((Register)offset != Register.InterruptEnable || !IsDivisorLatched)
        {
            _registers[offset] = (byte)value;
        }

        return BusAnswer.Done;
    }
}
