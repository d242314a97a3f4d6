using Airlock.Guest.Generator.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace Airlock.Guest.Generator.Emit;

/// <summary>The C# names of what a .proto file names.</summary>
internal static class Naming
{
    /// <summary>progress_step and PROGRESS_STEP: ProgressStep.</summary>
    public static string Pascal(string name)
    {
        bool isAllUpper = name.All(c => !char.IsLower(c));
        return string.Concat(name.Split('_').Where(word => word.Length > 0).Select(word =>
            char.ToUpperInvariant(word[0]) + (isAllUpper ? word.Substring(1).ToLowerInvariant() : word.Substring(1))));
    }

    /// <summary>The name of a parameter, even where C# has that word for itself.</summary>
    public static string Parameter(string name)
    {
        string pascal = Pascal(name);
        string camel = char.ToLowerInvariant(pascal[0]) + pascal.Substring(1);
        return SyntaxFacts.GetKeywordKind(camel) == SyntaxKind.None ? camel : "@" + camel;
    }

    public static string FixedString(int capacity) => $"FixedString{capacity}";

    public static string FixedBytes(int capacity) => $"FixedBytes{capacity}";

    /// <summary>The type of one value, of a repeated field one item.</summary>
    public static string ItemOf(ProtoField field)
    {
        return field.Type switch
        {
            ProtoType.Text => FixedString(field.MaxBytes),
            ProtoType.Bytes => FixedBytes(field.MaxBytes),
            ProtoType.Bool => "bool",
            ProtoType.UInt32 => "uint",
            ProtoType.UInt64 => "ulong",
            _ => field.TypeName,
        };
    }

    public static string List(ProtoField field) => $"{ItemOf(field)}List{field.MaxCount}";

    /// <summary>The field that says whether a message field is there.</summary>
    public static string Presence(ProtoField field) => "Has" + Pascal(field.Name);

    public static string CaseEnum(string oneof) => Pascal(oneof) + "OneofCase";

    public static string CaseField(string oneof) => Pascal(oneof) + "Case";

    public static string TypeOf(ProtoField field) => field.IsRepeated ? List(field) : ItemOf(field);
}
