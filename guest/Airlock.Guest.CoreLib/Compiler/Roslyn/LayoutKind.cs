namespace System.Runtime.InteropServices;

/// <summary>How the fields of a struct lie. The C# compiler asks for it.</summary>
public enum LayoutKind
{
    /// <summary>In the order of the source.</summary>
    Sequential = 0,

    /// <summary>Where <see cref="FieldOffsetAttribute"/> says.</summary>
    Explicit = 2,

    /// <summary>As the compiler likes.</summary>
    Auto = 3,
}
