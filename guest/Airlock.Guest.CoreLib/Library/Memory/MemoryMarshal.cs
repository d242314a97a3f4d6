using System.Runtime.CompilerServices;

namespace System.Runtime.InteropServices;

/// <summary>Spans over what is not one, and the other way round.</summary>
public static class MemoryMarshal
{
    /// <summary>The first element of a span, or where it would be.</summary>
    public static ref T GetReference<T>(Span<T> span) => ref span._reference;

    /// <summary>The first element of a span, or where it would be.</summary>
    public static ref T GetReference<T>(ReadOnlySpan<T> span) => ref span._reference;

    /// <summary>The first element of an array, or where it would be.</summary>
    [Intrinsic]
    public static ref T GetArrayDataReference<T>(T[] array) => ref array[0];

    /// <summary>
    /// A span over elements that the caller vouches for. The C# compiler asks for it, for inline arrays.
    /// </summary>
    public static Span<T> CreateSpan<T>(scoped ref T reference, int length) =>
        new(ref Unsafe.AsRef(in reference), length);

    /// <summary>
    /// A span over elements that the caller vouches for. The C# compiler asks for it, for inline arrays.
    /// </summary>
    public static ReadOnlySpan<T> CreateReadOnlySpan<T>(scoped ref readonly T reference, int length) =>
        new(in Unsafe.AsRef(in reference), length);

    /// <summary>The bytes of the elements.</summary>
    public static Span<byte> AsBytes<T>(Span<T> span)
        where T : struct =>
        new(ref Unsafe.As<T, byte>(ref span._reference), checked(span.Length * Unsafe.SizeOf<T>()));

    /// <summary>The bytes of the elements.</summary>
    public static ReadOnlySpan<byte> AsBytes<T>(ReadOnlySpan<T> span)
        where T : struct =>
        new(in Unsafe.As<T, byte>(ref span._reference), checked(span.Length * Unsafe.SizeOf<T>()));

    /// <summary>A value from the first bytes; a panic if there are too few.</summary>
    public static T Read<T>(ReadOnlySpan<byte> source)
        where T : struct
    {
        if (Unsafe.SizeOf<T>() > source.Length)
        {
            Environment.Panic(PanicCode.ArgumentOutOfRange);
        }

        return Unsafe.ReadUnaligned<T>(ref source._reference);
    }

    /// <summary>A value into the first bytes; a panic if there are too few.</summary>
    public static void Write<T>(Span<byte> destination, in T value)
        where T : struct
    {
        if (Unsafe.SizeOf<T>() > destination.Length)
        {
            Environment.Panic(PanicCode.ArgumentOutOfRange);
        }

        Unsafe.WriteUnaligned(ref destination._reference, value);
    }
}
