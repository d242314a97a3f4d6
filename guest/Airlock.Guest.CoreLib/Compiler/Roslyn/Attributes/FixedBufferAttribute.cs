namespace System.Runtime.CompilerServices;

/// <summary>Says what a <c>fixed</c> buffer holds. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class FixedBufferAttribute : Attribute
{
    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>The type of an element.</summary>
    public Type ElementType { get; }

    /// <param name="elementType">The type of an element.</param>
    /// <param name="length">The number of elements.</param>
    public FixedBufferAttribute(Type elementType, int length)
    {
        ElementType = elementType;
        Length = length;
    }
}
