namespace System.Runtime.CompilerServices;

/// <summary>Leaves locals and stackalloc uncleared. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Module | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Method | AttributeTargets.Property)]
public sealed class SkipLocalsInitAttribute : Attribute;
