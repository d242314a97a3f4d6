namespace System;

/// <summary>The base of all enumerations. The C# compiler asks for it.</summary>
public abstract class Enum : ValueType;
