namespace System.Runtime.CompilerServices;

/// <summary>How a method is compiled. The C# compiler asks for it.</summary>
[Flags]
public enum MethodImplOptions
{
    /// <summary>Keep the call.</summary>
    NoInlining = 8,

    /// <summary>Spare the call if at all possible.</summary>
    AggressiveInlining = 256,

    /// <summary>Take all the time for good code.</summary>
    AggressiveOptimization = 512,

    /// <summary>The body is elsewhere: here, a symbol of the assembly stubs.</summary>
    InternalCall = 4096,
}
