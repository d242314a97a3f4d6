namespace System;

/// <summary>
/// The base of all types. The C# compiler asks for it. There is no heap: the only objects are literal strings.
/// </summary>
public class Object
{
    // Each object begins with a pointer to its type's method table; the ahead-of-time compiler takes the place of all
    // other fields from this one.
#pragma warning disable IDE0044, CS0169 // nothing here reads or sets it
    private nint _methodTable;
#pragma warning restore IDE0044, CS0169

    /// <summary>Whether both are the same object.</summary>
    public virtual bool Equals(object? obj) => this == obj;

    /// <summary>The same number for equal objects.</summary>
    public virtual int GetHashCode() => 0;
}
