using Airlock.Guest.Generator.Model;

namespace Airlock.Guest.Generator.Emit;

/// <summary>The methods that write a message.</summary>
internal static class EncodeEmitter
{
    public static void Emit(SourceWriter source, ProtoMessage message)
    {
        source.Line("/// <inheritdoc/>");
        source.Block($"public static bool TryEncode(in {message.Name} message, ref WireWriter writer)", () =>
        {
            foreach (ProtoField field in message.ByNumber)
            {
                EmitField(source, field, "message." + Naming.Pascal(field.Name));
            }

            source.Line("return writer.Succeeded;");
        });
    }

    /// <summary>Writes a message with one case of its oneof, without the message itself.</summary>
    public static void EmitCase(SourceWriter source, ProtoMessage message, ProtoField oneofCase)
    {
        IEnumerable<ProtoField> fields = message.ByNumber.Where(field => field.Oneof is null || field == oneofCase);
        string parameters = Parameters(message, oneofCase);
        source.Line($"/// <summary>Writes a {message.Name} with this payload, without one in memory.</summary>");
        source.Block($"internal static bool TryEncode({parameters}, ref WireWriter writer)", () =>
        {
            foreach (ProtoField field in fields)
            {
                if (field == oneofCase)
                {
                    EmitMessage(source, field, Naming.Parameter(field.Name));
                }
                else
                {
                    EmitField(source, field, Naming.Parameter(field.Name));
                }
            }

            source.Line("return writer.Succeeded;");
        });
    }

    /// <summary>The fields outside the oneof and the case, as parameters.</summary>
    public static string Parameters(ProtoMessage message, ProtoField oneofCase)
    {
        return string.Join(", ", Arguments(message, oneofCase).Select(field =>
            (IsByReference(field) ? "in " : "") + $"{Naming.TypeOf(field)} {Naming.Parameter(field.Name)}"));
    }

    /// <summary>The same, to pass them on.</summary>
    public static string PassedOn(ProtoMessage message, ProtoField oneofCase)
    {
        return string.Join(", ", Arguments(message, oneofCase).Select(field =>
            (IsByReference(field) ? "in " : "") + Naming.Parameter(field.Name)));
    }

    public static IEnumerable<ProtoField> Arguments(ProtoMessage message, ProtoField oneofCase)
    {
        return message.ByNumber.Where(field => field.Oneof is null).Append(oneofCase);
    }

    private static bool IsByReference(ProtoField field)
    {
        return field.IsRepeated || field.Type is ProtoType.Text or ProtoType.Bytes or ProtoType.Message;
    }

    private static void EmitField(SourceWriter source, ProtoField field, string value)
    {
        if (field.IsRepeated)
        {
            source.Block($"for (int i = 0; i < {value}.Count; i++)", () =>
                EmitItem(source, field, $"{value}.Items[i]"));
        }
        else if (field.Oneof is not null)
        {
            string isSet = $"message.{Naming.CaseField(field.Oneof)} == {Naming.CaseEnum(field.Oneof)}."
                + Naming.Pascal(field.Name);
            source.Block($"if ({isSet})", () => EmitMessage(source, field, value));
        }
        else if (field.HasPresence)
        {
            source.Block($"if (message.{Naming.Presence(field)})", () => EmitMessage(source, field, value));
        }
        else
        {
            EmitScalar(source, field, value);
        }
    }

    private static void EmitItem(SourceWriter source, ProtoField field, string item)
    {
        if (field.Type == ProtoType.Text)
        {
            source.Line($"{item}.EncodeItem({field.Tag}u, ref writer);");
        }
        else
        {
            EmitMessage(source, field, item);
        }
    }

    private static void EmitScalar(SourceWriter source, ProtoField field, string value)
    {
        source.Line(field.Type switch
        {
            ProtoType.Text or ProtoType.Bytes => $"{value}.Encode({field.Tag}u, ref writer);",
            ProtoType.Bool => $"writer.WriteBool({field.Tag}u, {value});",
            ProtoType.Enum => $"writer.WriteEnum({field.Tag}u, (int){value});",
            _ => $"writer.WriteNumber({field.Tag}u, {value});",
        });
    }

    private static void EmitMessage(SourceWriter source, ProtoField field, string value)
    {
        string start = Naming.Parameter(field.Name) + "Start";
        source.Line($"int {start} = writer.BeginMessage({field.Tag}u);");
        source.Line($"{field.TypeName}.TryEncode(in {value}, ref writer);");
        source.Line($"writer.EndMessage({start});");
    }
}
