namespace System.Runtime.CompilerServices;

/// <summary>Repeats the only field of a struct: an array inside it. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class InlineArrayAttribute : Attribute
{
    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <param name="length">The number of elements.</param>
    public InlineArrayAttribute(int length) => Length = length;
}
