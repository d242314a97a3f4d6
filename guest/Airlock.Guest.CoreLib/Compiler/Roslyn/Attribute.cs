namespace System;

/// <summary>The base of all attributes. The C# compiler asks for it.</summary>
public abstract class Attribute;
