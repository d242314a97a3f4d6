using Microsoft.CodeAnalysis.Text;

namespace Airlock.Guest.Generator.Model;

/// <summary>An enum: its values as they stand in the file.</summary>
internal sealed class ProtoEnum(string name, TextSpan span, string comment)
{
    public string Name { get; } = name;

    public TextSpan Span { get; } = span;

    public string Comment { get; } = comment;

    public List<ProtoEnumValue> Values { get; } = [];
}
