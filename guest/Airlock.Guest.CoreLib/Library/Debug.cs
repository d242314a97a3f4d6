using System.Diagnostics.CodeAnalysis;

namespace System.Diagnostics;

/// <summary>Assertions, in debug builds only.</summary>
public static class Debug
{
    /// <summary>A panic unless <paramref name="condition"/> holds.</summary>
    [Conditional("DEBUG")]
    public static void Assert([DoesNotReturnIf(false)] bool condition)
    {
        if (!condition)
        {
            Environment.Panic(PanicCode.Assertion);
        }
    }

    /// <summary>A panic with a text unless <paramref name="condition"/> holds.</summary>
    [Conditional("DEBUG")]
    public static void Assert([DoesNotReturnIf(false)] bool condition, string? message)
    {
        if (!condition)
        {
            Environment.FailFast(message);
        }
    }
}
