using System.Diagnostics.CodeAnalysis;

namespace System.Runtime.CompilerServices;

/// <summary>
/// Reinterpretation and arithmetic of references, without checks. The ahead-of-time compiler replaces each body by name;
/// what stands here is never run.
/// </summary>
public static unsafe class Unsafe
{
    // SAFETY: none of its own, as in .NET: whoever calls these answers for the reference that comes out.

    /// <summary>A reference to the same bytes as another type.</summary>
    [Intrinsic]
    public static ref TTo As<TFrom, TTo>(ref TFrom source)
        where TFrom : allows ref struct
        where TTo : allows ref struct
    {
        Environment.Panic(PanicCode.Unreachable);
        return ref Unsafe.NullRef<TTo>();
    }

    /// <summary>A pointer as a reference.</summary>
    [Intrinsic]
    public static ref T AsRef<T>(void* source)
        where T : allows ref struct
    {
        Environment.Panic(PanicCode.Unreachable);
        return ref Unsafe.NullRef<T>();
    }

    /// <summary>A readonly reference as a writable one.</summary>
    [Intrinsic]
    public static ref T AsRef<T>(scoped ref readonly T source)
        where T : allows ref struct
    {
        Environment.Panic(PanicCode.Unreachable);
        return ref Unsafe.NullRef<T>();
    }

    /// <summary>A reference as a pointer; the caller knows that the bytes stay where they are.</summary>
    [Intrinsic]
    public static void* AsPointer<T>(ref readonly T value)
        where T : allows ref struct
    {
        Environment.Panic(PanicCode.Unreachable);
        return null;
    }

    /// <summary>So many elements on.</summary>
    [Intrinsic]
    public static ref T Add<T>(ref T source, int elementOffset)
        where T : allows ref struct
    {
        Environment.Panic(PanicCode.Unreachable);
        return ref source;
    }

    /// <summary>So many elements on.</summary>
    [Intrinsic]
    public static ref T Add<T>(ref T source, nuint elementOffset)
        where T : allows ref struct
    {
        Environment.Panic(PanicCode.Unreachable);
        return ref source;
    }

    /// <summary>So many bytes on.</summary>
    [Intrinsic]
    public static ref T AddByteOffset<T>(ref T source, nuint byteOffset)
        where T : allows ref struct
    {
        Environment.Panic(PanicCode.Unreachable);
        return ref source;
    }

    /// <summary>Whether both refer to the same place.</summary>
    [Intrinsic]
    public static bool AreSame<T>([AllowNull] ref readonly T left, [AllowNull] ref readonly T right)
        where T : allows ref struct
    {
        Environment.Panic(PanicCode.Unreachable);
        return false;
    }

    /// <summary>A reference to nothing.</summary>
    [Intrinsic]
    public static ref T NullRef<T>()
        where T : allows ref struct => ref AsRef<T>(null);

    /// <summary>Whether a reference refers to nothing.</summary>
    [Intrinsic]
    public static bool IsNullRef<T>(ref readonly T source)
        where T : allows ref struct => AsPointer(in source) == null;

    /// <summary>The size in bytes.</summary>
    [Intrinsic]
    public static int SizeOf<T>()
        where T : allows ref struct
    {
        Environment.Panic(PanicCode.Unreachable);
        return 0;
    }

    /// <summary>Reads a value at any alignment.</summary>
    [Intrinsic]
    public static T ReadUnaligned<T>(ref readonly byte source)
        where T : allows ref struct
    {
        Environment.Panic(PanicCode.Unreachable);
        return default!;
    }

    /// <summary>Reads a value at any alignment.</summary>
    [Intrinsic]
    public static T ReadUnaligned<T>(void* source)
        where T : allows ref struct
    {
        Environment.Panic(PanicCode.Unreachable);
        return default!;
    }

    /// <summary>Writes a value at any alignment.</summary>
    [Intrinsic]
    public static void WriteUnaligned<T>(ref byte destination, T value)
        where T : allows ref struct
    {
        Environment.Panic(PanicCode.Unreachable);
    }

    /// <summary>Writes a value at any alignment.</summary>
    [Intrinsic]
    public static void WriteUnaligned<T>(void* destination, T value)
        where T : allows ref struct
    {
        Environment.Panic(PanicCode.Unreachable);
    }

    /// <summary>Promises that the caller sets a variable before it reads it.</summary>
    [Intrinsic]
    public static void SkipInit<T>(out T value)
        where T : allows ref struct
    {
        Environment.Panic(PanicCode.Unreachable);
        value = default!;
    }
}
