namespace System.Runtime.InteropServices;

/// <summary>Marks the <c>unmanaged</c> constraint in a signature. The C# compiler asks for it.</summary>
public enum UnmanagedType
{
    /// <summary>Four bytes, 0 or 1.</summary>
    Bool = 2,
}
