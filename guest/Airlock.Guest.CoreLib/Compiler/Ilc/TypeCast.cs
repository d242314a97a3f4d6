using System.Diagnostics.CodeAnalysis;

namespace System.Runtime;

/// <summary>
/// Casts between objects. The ahead-of-time compiler asks for these by name; there are no objects to cast, so a program
/// that comes here is broken.
/// </summary>
internal static unsafe class TypeCast
{
    // SAFETY: no pointer is followed; they are there for the signatures.
    private static object? CheckCastAny(void* type, object? value) => NoObjects();

    private static object? CheckCastInterface(void* type, object? value) => NoObjects();

    private static object? CheckCastClass(void* type, object? value) => NoObjects();

    private static object? CheckCastClassSpecial(void* type, object? value) => NoObjects();

    private static object? IsInstanceOfAny(void* type, object? value) => NoObjects();

    private static object? IsInstanceOfInterface(void* type, object? value) => NoObjects();

    private static object? IsInstanceOfClass(void* type, object? value) => NoObjects();

    private static object? IsInstanceOfException(void* type, object? value) => NoObjects();

    private static void StelemRef(object?[] array, nint index, object? value) => NoObjects();

    private static void* LdelemaRef(object?[] array, nint index, void* type)
    {
        NoObjects();
        return null;
    }

    [DoesNotReturn]
    private static object? NoObjects()
    {
        Environment.Panic(PanicCode.Unreachable);
        return null;
    }
}
