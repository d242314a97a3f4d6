namespace System.Diagnostics.CodeAnalysis;

/// <summary>Marks a method that never returns. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DoesNotReturnAttribute : Attribute;
