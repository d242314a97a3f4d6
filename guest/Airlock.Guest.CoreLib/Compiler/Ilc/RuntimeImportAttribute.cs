namespace System.Runtime;

/// <summary>Binds a method without body to a symbol. The ahead-of-time compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeImportAttribute : Attribute
{
    /// <summary>The symbol.</summary>
    public string EntryPoint { get; }

    /// <param name="entryPoint">The symbol.</param>
    public RuntimeImportAttribute(string entryPoint) => EntryPoint = entryPoint;
}
