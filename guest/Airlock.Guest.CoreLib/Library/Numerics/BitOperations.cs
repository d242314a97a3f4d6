namespace System.Numerics;

/// <summary>Arithmetic on bits.</summary>
public static class BitOperations
{
    /// <summary>Whether exactly one bit is set.</summary>
    public static bool IsPow2(uint value) => value != 0 && (value & (value - 1)) == 0;

    /// <summary>Whether exactly one bit is set.</summary>
    public static bool IsPow2(ulong value) => value != 0 && (value & (value - 1)) == 0;

    /// <summary>The position of the highest set bit; 0 for 0.</summary>
    public static int Log2(ulong value)
    {
        int result = 0;
        for (int width = 32; width != 0; width >>= 1)
        {
            if (value >> width != 0)
            {
                value >>= width;
                result += width;
            }
        }

        return result;
    }

    /// <summary>The position of the highest set bit; 0 for 0.</summary>
    public static int Log2(uint value) => Log2((ulong)value);

    /// <summary>The number of zeros above the highest set bit.</summary>
    public static int LeadingZeroCount(ulong value) => value == 0 ? 64 : 63 - Log2(value);

    /// <summary>The number of zeros above the highest set bit.</summary>
    public static int LeadingZeroCount(uint value) => value == 0 ? 32 : 31 - Log2((ulong)value);

    /// <summary>The number of zeros below the lowest set bit.</summary>
    public static int TrailingZeroCount(ulong value) => value == 0 ? 64 : Log2(value & (0 - value));

    /// <summary>The number of zeros below the lowest set bit.</summary>
    public static int TrailingZeroCount(uint value) => value == 0 ? 32 : Log2((ulong)(value & (0 - value)));
}
