namespace System.Runtime.CompilerServices;

/// <summary>Marks a ref struct. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class IsByRefLikeAttribute : Attribute;
