namespace System.Runtime.CompilerServices;

/// <summary>Marks a type parameter with the <c>unmanaged</c> constraint. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.GenericParameter)]
public sealed class IsUnmanagedAttribute : Attribute;
