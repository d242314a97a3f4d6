namespace System.Runtime.CompilerServices;

/// <summary>What the C# compiler calls behind the scenes.</summary>
public static class RuntimeHelpers
{
    /// <summary>
    /// A span over constants in the image. The C# compiler asks for it, for <c>ReadOnlySpan&lt;int&gt; x = [1, 2]</c>;
    /// the ahead-of-time compiler puts the data in its place, so that this body is never run.
    /// </summary>
    [Intrinsic]
    public static ReadOnlySpan<T> CreateSpan<T>(RuntimeFieldHandle fldHandle)
    {
        Environment.Panic(PanicCode.Unreachable);
        return default;
    }

    /// <summary>Whether a type holds object references, which would need a garbage collector.</summary>
    [Intrinsic]
    public static bool IsReferenceOrContainsReferences<T>()
        where T : allows ref struct => false;
}
