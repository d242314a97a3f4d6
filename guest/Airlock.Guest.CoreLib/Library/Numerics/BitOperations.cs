using System.Runtime.CompilerServices;

namespace System.Numerics;

/// <summary>Arithmetic on bits.</summary>
public static class BitOperations
{
    /// <summary>Whether exactly one bit is set.</summary>
    public static bool IsPow2(uint value) => value != 0 && (value & (value - 1)) == 0;

    /// <summary>Whether exactly one bit is set.</summary>
    public static bool IsPow2(ulong value) => value != 0 && (value & (value - 1)) == 0;

    /// <summary>The position of the highest set bit; 0 for 0.</summary>
    public static int Log2(ulong value) => 63 - LeadingZeroCount(value | 1);

    /// <summary>The position of the highest set bit; 0 for 0.</summary>
    public static int Log2(uint value) => 31 - LeadingZeroCount(value | 1);

    // The compiler puts BSR and BSF in the place of the next four: it looks for the name and the mark.

    /// <summary>The number of zeros above the highest set bit.</summary>
    [Intrinsic]
    public static int LeadingZeroCount(ulong value)
    {
        int zeros = 64;
        for (; value != 0; value >>= 1)
        {
            zeros--;
        }

        return zeros;
    }

    /// <summary>The number of zeros above the highest set bit.</summary>
    [Intrinsic]
    public static int LeadingZeroCount(uint value) => LeadingZeroCount((ulong)value) - 32;

    /// <summary>The number of zeros below the lowest set bit.</summary>
    [Intrinsic]
    public static int TrailingZeroCount(ulong value) => value == 0 ? 64 : Log2(value & (0 - value));

    /// <summary>The number of zeros below the lowest set bit.</summary>
    [Intrinsic]
    public static int TrailingZeroCount(uint value) => value == 0 ? 32 : Log2(value & (0 - value));

    /// <summary>Turns the bits: those that leave above come in below.</summary>
    [Intrinsic]
    public static uint RotateLeft(uint value, int offset) => (value << offset) | (value >> (32 - offset));

    /// <summary>Turns the bits: those that leave above come in below.</summary>
    [Intrinsic]
    public static ulong RotateLeft(ulong value, int offset) => (value << offset) | (value >> (64 - offset));

    /// <summary>Turns the bits: those that leave below come in above.</summary>
    [Intrinsic]
    public static uint RotateRight(uint value, int offset) => (value >> offset) | (value << (32 - offset));
}
