namespace System.Diagnostics.CodeAnalysis;

/// <summary>Marks a constructor that sets each required member. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Constructor)]
public sealed class SetsRequiredMembersAttribute : Attribute;
