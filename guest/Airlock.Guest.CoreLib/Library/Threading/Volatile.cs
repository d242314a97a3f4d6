using System.Runtime.CompilerServices;

namespace System.Threading;

/// <summary>Loads and stores that the compiler neither merges, splits nor drops. x86 keeps their order by itself.</summary>
public static class Volatile
{
    /// <summary>One load; nothing after it moves before it.</summary>
    public static bool Read(ref readonly bool location) =>
        Unsafe.As<bool, VolatileBoolean>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>One store; nothing before it moves after it.</summary>
    public static void Write(ref bool location, bool value) =>
        Unsafe.As<bool, VolatileBoolean>(ref location).Value = value;

    /// <summary>One load; nothing after it moves before it.</summary>
    public static byte Read(ref readonly byte location) =>
        Unsafe.As<byte, VolatileByte>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>One store; nothing before it moves after it.</summary>
    public static void Write(ref byte location, byte value) =>
        Unsafe.As<byte, VolatileByte>(ref location).Value = value;

    /// <summary>One load; nothing after it moves before it.</summary>
    public static short Read(ref readonly short location) =>
        Unsafe.As<short, VolatileInt16>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>One store; nothing before it moves after it.</summary>
    public static void Write(ref short location, short value) =>
        Unsafe.As<short, VolatileInt16>(ref location).Value = value;

    /// <summary>One load; nothing after it moves before it.</summary>
    public static ushort Read(ref readonly ushort location) =>
        Unsafe.As<ushort, VolatileUInt16>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>One store; nothing before it moves after it.</summary>
    public static void Write(ref ushort location, ushort value) =>
        Unsafe.As<ushort, VolatileUInt16>(ref location).Value = value;

    /// <summary>One load; nothing after it moves before it.</summary>
    public static int Read(ref readonly int location) =>
        Unsafe.As<int, VolatileInt32>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>One store; nothing before it moves after it.</summary>
    public static void Write(ref int location, int value) =>
        Unsafe.As<int, VolatileInt32>(ref location).Value = value;

    /// <summary>One load; nothing after it moves before it.</summary>
    public static uint Read(ref readonly uint location) =>
        Unsafe.As<uint, VolatileUInt32>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>One store; nothing before it moves after it.</summary>
    public static void Write(ref uint location, uint value) =>
        Unsafe.As<uint, VolatileUInt32>(ref location).Value = value;

    /// <summary>One load; nothing after it moves before it.</summary>
    public static nint Read(ref readonly nint location) =>
        Unsafe.As<nint, VolatileIntPtr>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>One store; nothing before it moves after it.</summary>
    public static void Write(ref nint location, nint value) =>
        Unsafe.As<nint, VolatileIntPtr>(ref location).Value = value;

    /// <summary>One load; nothing after it moves before it.</summary>
    public static nuint Read(ref readonly nuint location) =>
        Unsafe.As<nuint, VolatileUIntPtr>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>One store; nothing before it moves after it.</summary>
    public static void Write(ref nuint location, nuint value) =>
        Unsafe.As<nuint, VolatileUIntPtr>(ref location).Value = value;

    /// <summary>One load; nothing after it moves before it.</summary>
    public static long Read(ref readonly long location) =>
        (long)Unsafe.As<long, VolatileIntPtr>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>One store; nothing before it moves after it.</summary>
    public static void Write(ref long location, long value) =>
        Unsafe.As<long, VolatileIntPtr>(ref location).Value = (nint)value;

    /// <summary>One load; nothing after it moves before it.</summary>
    public static ulong Read(ref readonly ulong location) =>
        (ulong)Unsafe.As<ulong, VolatileUIntPtr>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>One store; nothing before it moves after it.</summary>
    public static void Write(ref ulong location, ulong value) =>
        Unsafe.As<ulong, VolatileUIntPtr>(ref location).Value = (nuint)value;

    // C# has volatile fields, not volatile references; C# has no volatile 64-bit fields, but pointer-sized ones.
    private struct VolatileBoolean
    {
        public volatile bool Value;
    }

    private struct VolatileByte
    {
        public volatile byte Value;
    }

    private struct VolatileUInt16
    {
        public volatile ushort Value;
    }

    private struct VolatileInt16
    {
        public volatile short Value;
    }

    private struct VolatileInt32
    {
        public volatile int Value;
    }

    private struct VolatileUInt32
    {
        public volatile uint Value;
    }

    private struct VolatileIntPtr
    {
        public volatile nint Value;
    }

    private struct VolatileUIntPtr
    {
        public volatile nuint Value;
    }
}
