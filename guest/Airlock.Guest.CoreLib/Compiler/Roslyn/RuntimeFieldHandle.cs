namespace System;

/// <summary>A field as a value: the data of a constant span. The C# compiler asks for it, for <c>RuntimeHelpers.CreateSpan</c>.</summary>
public struct RuntimeFieldHandle;
