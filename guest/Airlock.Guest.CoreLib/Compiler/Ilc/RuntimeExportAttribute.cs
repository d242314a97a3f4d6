namespace System.Runtime;

/// <summary>Gives a method a symbol. The ahead-of-time compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeExportAttribute : Attribute
{
    /// <summary>The symbol.</summary>
    public string EntryPoint { get; }

    /// <param name="entryPoint">The symbol.</param>
    public RuntimeExportAttribute(string entryPoint) => EntryPoint = entryPoint;
}
