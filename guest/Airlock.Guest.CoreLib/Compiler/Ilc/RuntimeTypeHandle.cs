namespace System;

/// <summary>A type in metadata. The ahead-of-time compiler asks for it by name.</summary>
public struct RuntimeTypeHandle;
