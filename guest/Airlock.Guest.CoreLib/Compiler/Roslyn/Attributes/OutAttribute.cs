namespace System.Runtime.InteropServices;

/// <summary>Marks a parameter that carries a result. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OutAttribute : Attribute;
