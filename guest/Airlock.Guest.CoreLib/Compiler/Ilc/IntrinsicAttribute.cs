namespace System.Runtime.CompilerServices;

/// <summary>Marks what the ahead-of-time compiler replaces by code of its own, by name. It asks for the mark.</summary>
[AttributeUsage(AttributeTargets.All)]
internal sealed class IntrinsicAttribute : Attribute;
