using Microsoft.CodeAnalysis.Text;

namespace Airlock.Guest.Generator.Model;

/// <summary>A field of a message.</summary>
internal sealed class ProtoField(string name, TextSpan span, string typeName, ProtoType type, uint number)
{
    private const uint Delimited = 2;

    public string Name { get; } = name;

    public TextSpan Span { get; } = span;

    public string TypeName { get; } = typeName;

    public uint Number { get; } = number;

    /// <summary>Enum and Message once the name is looked up.</summary>
    public ProtoType Type { get; set; } = type;

    public bool IsRepeated { get; set; }

    /// <summary>The oneof it is a case of, or null.</summary>
    public string? Oneof { get; set; }

    /// <summary>Whether it says itself if it is there: a message that is neither repeated nor in a oneof.</summary>
    public bool HasPresence => Type == ProtoType.Message && !IsRepeated && Oneof is null;

    /// <summary>max_bytes of a string or of bytes; 0: none given.</summary>
    public int MaxBytes { get; set; }

    /// <summary>max_count of a repeated field; 0: none given.</summary>
    public int MaxCount { get; set; }

    public string Comment { get; set; } = "";

    /// <summary>Number and wire type, as they stand before the field's value.</summary>
    public uint Tag => (Number << 3) | (Type is ProtoType.Text or ProtoType.Bytes or ProtoType.Message ? Delimited : 0);
}
