namespace System;

/// <summary>The base of delegates. The C# compiler asks for it; there is no heap to make one on.</summary>
public abstract class MulticastDelegate : Delegate;
