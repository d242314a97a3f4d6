namespace System;

/// <summary>A 32-bit IEEE 754 number. The C# compiler asks for it.</summary>
public readonly struct Single
{
}
