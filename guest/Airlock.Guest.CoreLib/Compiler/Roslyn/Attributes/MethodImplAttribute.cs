namespace System.Runtime.CompilerServices;

/// <summary>Says how a method is compiled. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor)]
public sealed class MethodImplAttribute : Attribute
{
    /// <summary>The options.</summary>
    public MethodImplOptions Value { get; }

    /// <param name="methodImplOptions">The options.</param>
    public MethodImplAttribute(MethodImplOptions methodImplOptions) => Value = methodImplOptions;
}
