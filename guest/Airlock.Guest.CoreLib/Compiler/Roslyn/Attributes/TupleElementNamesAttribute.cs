namespace System.Runtime.CompilerServices;

/// <summary>Keeps the names of a tuple's values. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class TupleElementNamesAttribute : Attribute
{
    /// <param name="transformNames">The names, null for values without.</param>
    public TupleElementNamesAttribute(string?[] transformNames) => _ = transformNames;
}
