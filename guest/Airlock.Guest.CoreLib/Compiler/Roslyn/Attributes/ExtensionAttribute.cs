namespace System.Runtime.CompilerServices;

/// <summary>Marks an extension method. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Assembly)]
public sealed class ExtensionAttribute : Attribute;
