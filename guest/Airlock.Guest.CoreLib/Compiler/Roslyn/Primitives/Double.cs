namespace System;

/// <summary>A 64-bit IEEE 754 number. The C# compiler asks for it.</summary>
public readonly struct Double
{
}
