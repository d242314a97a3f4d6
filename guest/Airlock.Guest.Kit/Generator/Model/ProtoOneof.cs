using Microsoft.CodeAnalysis.Text;

namespace Airlock.Guest.Generator.Model;

/// <summary>A oneof: at most one of its fields is set.</summary>
internal sealed class ProtoOneof(string name, TextSpan span)
{
    public string Name { get; } = name;

    public TextSpan Span { get; } = span;
}
