namespace System.Runtime.CompilerServices;

/// <summary>Marks a struct with a buffer inside, which gets a stack cookie. The C# compiler asks for it, for <c>fixed</c> buffers.</summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class UnsafeValueTypeAttribute : Attribute;
