namespace System.Runtime.CompilerServices;

/// <summary>Marks an init-only setter in its signature. The C# compiler asks for it.</summary>
public static class IsExternalInit;
