namespace System.Runtime.CompilerServices;

/// <summary>Marks what no person wrote. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class CompilerGeneratedAttribute : Attribute;
