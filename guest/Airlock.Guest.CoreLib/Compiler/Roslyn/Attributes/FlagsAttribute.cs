namespace System;

/// <summary>Marks an enumeration as a set of bits. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Enum)]
public sealed class FlagsAttribute : Attribute;
