namespace System;

/// <summary>A method in metadata. The ahead-of-time compiler asks for it by name.</summary>
public struct RuntimeMethodHandle;
