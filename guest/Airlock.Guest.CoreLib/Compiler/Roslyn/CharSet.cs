namespace System.Runtime.InteropServices;

/// <summary>How characters are passed to native code. The C# compiler asks for it, for fixed buffers.</summary>
public enum CharSet
{
    /// <summary>The same as <see cref="Ansi"/>.</summary>
    None = 1,

    /// <summary>As bytes.</summary>
    Ansi = 2,

    /// <summary>As UTF-16.</summary>
    Unicode = 3,
}
