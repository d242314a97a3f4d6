namespace System;

/// <summary>The base of all structs. The C# compiler asks for it.</summary>
public abstract class ValueType;
