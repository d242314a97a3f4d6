namespace System.Diagnostics.CodeAnalysis;

/// <summary>Marks an input that may be null although its type says no. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class AllowNullAttribute : Attribute;
