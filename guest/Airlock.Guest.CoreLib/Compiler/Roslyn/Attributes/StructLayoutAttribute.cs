namespace System.Runtime.InteropServices;

/// <summary>Says how the fields of a struct lie. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class StructLayoutAttribute : Attribute
{
    /// <summary>The kind of layout.</summary>
    public LayoutKind Value { get; }

    /// <summary>The most that a field is aligned to, in bytes.</summary>
    public int Pack;

    /// <summary>The size of the whole, in bytes.</summary>
    public int Size;

    /// <summary>How characters are passed to native code.</summary>
    public CharSet CharSet;

    /// <param name="layoutKind">The kind of layout.</param>
    public StructLayoutAttribute(LayoutKind layoutKind) => Value = layoutKind;
}
