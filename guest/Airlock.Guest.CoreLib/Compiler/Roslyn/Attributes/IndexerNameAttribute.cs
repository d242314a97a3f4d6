namespace System.Runtime.CompilerServices;

/// <summary>Names the indexer in metadata. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IndexerNameAttribute : Attribute
{
    /// <param name="indexerName">The name.</param>
    public IndexerNameAttribute(string indexerName) => Value = indexerName;

    /// <summary>The name.</summary>
    public string Value { get; }
}
