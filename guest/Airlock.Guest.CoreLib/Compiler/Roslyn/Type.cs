namespace System;

/// <summary>
/// A type as a value. The C# compiler asks for it, for the arguments of some attributes; nothing at run time has one.
/// </summary>
public abstract class Type;
