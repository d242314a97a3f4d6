namespace System;

/// <summary>
/// The base of delegates. The C# compiler asks for it before it compares pointers or numbers; there is no heap to make
/// one on. A function pointer (<c>delegate*</c>) does the same work without an object.
/// </summary>
public abstract class Delegate;
