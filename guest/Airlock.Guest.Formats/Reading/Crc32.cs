using System;

namespace Airlock.Guest.Formats;

/// <summary>A cyclic redundancy check of 32 bits, bit by bit: what it runs over is short.</summary>
internal struct Crc32
{
    /// <summary>The polynomial of IEEE 802.3, reflected; GUID partition tables have it.</summary>
    public const uint Ieee = 0xedb8_8320;

    /// <summary>Castagnoli's, reflected; VHDX has it.</summary>
    public const uint Castagnoli = 0x82f6_3b78;

    private uint _polynomial;
    private uint _register;

    /// <summary>The check of what was added so far.</summary>
    public readonly uint Value => ~_register;

    /// <summary>The check of nothing.</summary>
    public static Crc32 Start(uint polynomial) => new() { _polynomial = polynomial, _register = uint.MaxValue };

    /// <summary>Goes on with further bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            _register ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                uint mask = 0 - (_register & 1);
                _register = (_register >> 1) ^ (_polynomial & mask);
            }
        }
    }
}
