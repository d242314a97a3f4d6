namespace System.Runtime.CompilerServices;

/// <summary>Marks a readonly struct or reference. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class IsReadOnlyAttribute : Attribute;
