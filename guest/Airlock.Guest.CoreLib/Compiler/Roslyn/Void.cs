namespace System;

/// <summary>The return type of a method that returns nothing. The C# compiler asks for it.</summary>
public readonly struct Void;
