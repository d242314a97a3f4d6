namespace System.Diagnostics.CodeAnalysis;

/// <summary>Lets a struct return a reference to itself. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class UnscopedRefAttribute : Attribute;
