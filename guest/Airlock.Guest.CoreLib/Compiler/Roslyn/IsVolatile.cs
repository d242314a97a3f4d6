namespace System.Runtime.CompilerServices;

/// <summary>Marks a volatile field in its signature. The C# compiler asks for it.</summary>
public static class IsVolatile;
