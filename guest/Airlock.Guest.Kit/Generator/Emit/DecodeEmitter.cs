using Airlock.Guest.Generator.Model;

namespace Airlock.Guest.Generator.Emit;

/// <summary>The method that reads a message.</summary>
internal static class DecodeEmitter
{
    public static void Emit(SourceWriter source, ProtoMessage message)
    {
        source.Line("/// <inheritdoc/>");
        source.Block($"public static bool TryMerge(ref {message.Name} message, ref WireReader reader)", () =>
        {
            source.Block("while (reader.TryReadTag(out uint tag))", () =>
                source.Block("switch (tag)", () => EmitCases(source, message)));
            source.Line("return reader.Succeeded;");
        });
    }

    private static void EmitCases(SourceWriter source, ProtoMessage message)
    {
        foreach (ProtoField field in message.ByNumber)
        {
            string target = "message." + Naming.Pascal(field.Name);
            if (field.Type == ProtoType.Message || field.IsRepeated)
            {
                source.Block($"case {field.Tag}u:", () => EmitMessage(source, field, target));
            }
            else
            {
                source.Line($"case {field.Tag}u: {Scalar(field, target)} break;");
            }
        }

        string numbers = string.Join(" or ", message.ByNumber.Select(field => $"{field.Number}u"));
        string isKnown = numbers.Length == 0 ? "false" : $"(tag >> 3) is {numbers}";
        source.Line($"default: reader.Skip(tag, isKnown: {isKnown}); break;");
    }

    private static string Scalar(ProtoField field, string target)
    {
        return field.Type switch
        {
            ProtoType.Text or ProtoType.Bytes => $"{target}.Decode(ref reader);",
            ProtoType.Bool => $"{target} = reader.ReadBool();",
            ProtoType.Enum => $"{target} = ({field.TypeName})reader.ReadEnum();",
            ProtoType.UInt32 => $"{target} = reader.ReadUInt32();",
            _ => $"{target} = reader.ReadUInt64();",
        };
    }

    private static void EmitMessage(SourceWriter source, ProtoField field, string target)
    {
        if (field.IsRepeated)
        {
            EmitItem(source, field, target);
        }
        else
        {
            source.Line("var content = new WireReader(reader.ReadDelimited());");
            EmitPresence(source, field, target);
            source.Block($"if (!{field.TypeName}.TryMerge(ref {target}, ref content))", () =>
                source.Line("reader.Fail();"));
        }

        source.Line("break;");
    }

    private static void EmitItem(SourceWriter source, ProtoField field, string target)
    {
        source.Line($"{Naming.ItemOf(field)} item = default;");
        if (field.Type == ProtoType.Text)
        {
            source.Line("item.Decode(ref reader);");
            source.Block($"if (!{target}.TryAdd(in item))", () => source.Line("reader.Fail();"));
            return;
        }

        source.Line("var content = new WireReader(reader.ReadDelimited());");
        source.Block($"if (!{field.TypeName}.TryMerge(ref item, ref content) || !{target}.TryAdd(in item))", () =>
            source.Line("reader.Fail();"));
    }

    /// <summary>A field that comes twice is merged; another case of the oneof in between clears it.</summary>
    private static void EmitPresence(SourceWriter source, ProtoField field, string target)
    {
        if (field.HasPresence)
        {
            source.Line($"message.{Naming.Presence(field)} = true;");
            return;
        }

        string oneofCase = "message." + Naming.CaseField(field.Oneof!);
        string value = $"{Naming.CaseEnum(field.Oneof!)}.{Naming.Pascal(field.Name)}";
        source.Block($"if ({oneofCase} != {value})", () =>
        {
            source.Line($"{oneofCase} = {value};");
            source.Line($"{target} = default;");
        });
    }
}
