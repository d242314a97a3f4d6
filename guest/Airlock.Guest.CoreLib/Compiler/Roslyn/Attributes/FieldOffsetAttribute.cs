namespace System.Runtime.InteropServices;

/// <summary>Places a field. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class FieldOffsetAttribute : Attribute
{
    /// <summary>Bytes from the start of the struct.</summary>
    public int Value { get; }

    /// <param name="offset">Bytes from the start of the struct.</param>
    public FieldOffsetAttribute(int offset) => Value = offset;
}
