namespace System;

/// <summary>Arithmetic that C# has no operator for.</summary>
public static partial class Math
{
    /// <summary>The smaller one.</summary>
    public static int Min(int val1, int val2) => val1 <= val2 ? val1 : val2;

    /// <summary>The larger one.</summary>
    public static int Max(int val1, int val2) => val1 >= val2 ? val1 : val2;

    /// <summary>The smaller one.</summary>
    public static uint Min(uint val1, uint val2) => val1 <= val2 ? val1 : val2;

    /// <summary>The larger one.</summary>
    public static uint Max(uint val1, uint val2) => val1 >= val2 ? val1 : val2;

    /// <summary>The smaller one.</summary>
    public static long Min(long val1, long val2) => val1 <= val2 ? val1 : val2;

    /// <summary>The larger one.</summary>
    public static long Max(long val1, long val2) => val1 >= val2 ? val1 : val2;

    /// <summary>The smaller one.</summary>
    public static ulong Min(ulong val1, ulong val2) => val1 <= val2 ? val1 : val2;

    /// <summary>The larger one.</summary>
    public static ulong Max(ulong val1, ulong val2) => val1 >= val2 ? val1 : val2;

    /// <summary>The smaller one.</summary>
    public static byte Min(byte val1, byte val2) => val1 <= val2 ? val1 : val2;

    /// <summary>The larger one.</summary>
    public static byte Max(byte val1, byte val2) => val1 >= val2 ? val1 : val2;

    /// <summary>The smaller one.</summary>
    public static ushort Min(ushort val1, ushort val2) => val1 <= val2 ? val1 : val2;

    /// <summary>The larger one.</summary>
    public static ushort Max(ushort val1, ushort val2) => val1 >= val2 ? val1 : val2;

    /// <summary>The smaller one.</summary>
    public static nuint Min(nuint val1, nuint val2) => val1 <= val2 ? val1 : val2;

    /// <summary>The larger one.</summary>
    public static nuint Max(nuint val1, nuint val2) => val1 >= val2 ? val1 : val2;
}
