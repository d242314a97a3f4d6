using Microsoft.CodeAnalysis.Text;

namespace Airlock.Guest.Generator.Model;

/// <summary>A value of an enum.</summary>
internal sealed class ProtoEnumValue(string name, TextSpan span, uint number, string comment)
{
    public string Name { get; } = name;

    public TextSpan Span { get; } = span;

    public uint Number { get; } = number;

    public string Comment { get; } = comment;
}
