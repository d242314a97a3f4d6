namespace System;

/// <summary>A type as an object. The ahead-of-time compiler asks for it by name when it looks at strings.</summary>
internal abstract class RuntimeType : Type;
