using Microsoft.CodeAnalysis.Text;

namespace Airlock.Guest.Generator.Model;

/// <summary>A message: its fields in the order of their numbers.</summary>
internal sealed class ProtoMessage(string name, TextSpan span, string comment)
{
    public string Name { get; } = name;

    public TextSpan Span { get; } = span;

    public string Comment { get; } = comment;

    public List<ProtoField> Fields { get; } = [];

    public List<ProtoOneof> Oneofs { get; } = [];

    public List<ReservedRange> ReservedNumbers { get; } = [];

    public HashSet<string> ReservedNames { get; } = [];

    public IEnumerable<ProtoField> ByNumber => Fields.OrderBy(item => item.Number);

    public IEnumerable<ProtoField> CasesOf(string oneof) => ByNumber.Where(field => field.Oneof == oneof);
}
