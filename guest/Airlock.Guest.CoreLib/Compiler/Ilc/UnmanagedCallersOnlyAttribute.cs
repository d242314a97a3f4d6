namespace System.Runtime.InteropServices;

/// <summary>Exports a method under a symbol, called with the C convention. The ahead-of-time compiler asks for it: the way into the program.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnmanagedCallersOnlyAttribute : Attribute
{
    /// <summary>The symbol.</summary>
    public string? EntryPoint;
}
