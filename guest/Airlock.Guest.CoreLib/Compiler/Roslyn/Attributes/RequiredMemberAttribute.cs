namespace System.Runtime.CompilerServices;

/// <summary>Marks a member that each initializer must set. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Field | AttributeTargets.Property)]
public sealed class RequiredMemberAttribute : Attribute;
