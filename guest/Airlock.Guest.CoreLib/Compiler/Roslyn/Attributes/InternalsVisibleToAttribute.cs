namespace System.Runtime.CompilerServices;

/// <summary>Shows internal types to another assembly. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class InternalsVisibleToAttribute : Attribute
{
    /// <summary>The other assembly.</summary>
    public string AssemblyName { get; }

    /// <param name="assemblyName">The other assembly.</param>
    public InternalsVisibleToAttribute(string assemblyName) => AssemblyName = assemblyName;
}
