namespace System;

/// <summary>
/// Checked conversions. The ahead-of-time compiler asks for these by name wherever a <c>checked</c> conversion stands,
/// although only those from floating point call them.
/// </summary>
public static partial class Math
{
    private static int ConvertToInt32Checked(double value)
    {
        RequireInRange(value > -2147483649.0 && value < 2147483648.0);
        return (int)value;
    }

    private static uint ConvertToUInt32Checked(double value)
    {
        RequireInRange(value > -1.0 && value < 4294967296.0);
        return (uint)value;
    }

    // Below 2^63 there is no number of 64 bits between -2^63 and the next double below it.
    private static long ConvertToInt64Checked(double value)
    {
        RequireInRange(value >= -9223372036854775808.0 && value < 9223372036854775808.0);
        return (long)value;
    }

    private static ulong ConvertToUInt64Checked(double value)
    {
        RequireInRange(value > -1.0 && value < 18446744073709551616.0);
        return (ulong)value;
    }

    private static void RequireInRange(bool inRange)
    {
        if (!inRange)
        {
            Environment.Panic(PanicCode.Overflow);
        }
    }
}
