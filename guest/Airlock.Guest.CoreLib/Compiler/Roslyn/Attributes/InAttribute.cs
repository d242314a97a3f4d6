namespace System.Runtime.InteropServices;

/// <summary>Marks a readonly reference. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class InAttribute : Attribute;
