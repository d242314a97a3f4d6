namespace System;

/// <summary>
/// The base of all types. The C# compiler asks for it. There is no heap: the only objects are literal strings.
/// </summary>
public class Object
{
    /// <summary>Whether both are the same object.</summary>
    public virtual bool Equals(object? obj) => this == obj;

    /// <summary>The same number for equal objects.</summary>
    public virtual int GetHashCode() => 0;
}
