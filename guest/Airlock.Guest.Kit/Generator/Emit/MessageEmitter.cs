using Airlock.Guest.Generator.Model;

namespace Airlock.Guest.Generator.Emit;

/// <summary>A message: a struct with its fields, made, written and read.</summary>
internal static class MessageEmitter
{
    /// <param name="message">The message.</param>
    /// <param name="maxLength">Bytes of its encoding at most.</param>
    public static string Emit(ProtoMessage message, int maxLength)
    {
        var source = new SourceWriter();
        source.Summary(message.Comment);
        source.Block($"public struct {message.Name} : IWireMessage<{message.Name}>", () =>
        {
            source.Line("/// <summary>Bytes of its encoding at most.</summary>");
            source.Line($"public const int MaxEncodedLength = {maxLength};");
            source.Line();
            EmitFields(source, message);
            foreach (ProtoOneof oneof in message.Oneofs)
            {
                EmitCases(source, message, oneof);
            }

            EncodeEmitter.Emit(source, message);
            source.Line();
            DecodeEmitter.Emit(source, message);
        });
        return source.ToString();
    }

    private static void EmitFields(SourceWriter source, ProtoMessage message)
    {
        foreach (ProtoField field in message.ByNumber)
        {
            source.Summary(field.Comment);
            source.Line($"public {Naming.TypeOf(field)} {Naming.Pascal(field.Name)};");
            source.Line();
            if (field.HasPresence)
            {
                string name = Naming.Pascal(field.Name);
                source.Line($"/// <summary>Whether {name} is there: otherwise it doesn't count.</summary>");
                source.Line($"public bool {Naming.Presence(field)};");
                source.Line();
            }
        }

        foreach (ProtoOneof oneof in message.Oneofs)
        {
            source.Line($"/// <summary>Which case of '{oneof.Name}' is set: only that field counts.</summary>");
            source.Line($"public {Naming.CaseEnum(oneof.Name)} {Naming.CaseField(oneof.Name)};");
            source.Line();
        }
    }

    private static void EmitCases(SourceWriter source, ProtoMessage message, ProtoOneof oneof)
    {
        source.Line($"/// <summary>The cases of '{oneof.Name}', by the numbers of their fields.</summary>");
        source.Block($"public enum {Naming.CaseEnum(oneof.Name)}", () =>
        {
            source.Line("None = 0,");
            foreach (ProtoField field in message.CasesOf(oneof.Name))
            {
                source.Line($"{Naming.Pascal(field.Name)} = {field.Number},");
            }
        });
        source.Line();
        foreach (ProtoField field in message.CasesOf(oneof.Name))
        {
            EmitOf(source, message, field);
            source.Line();
            EncodeEmitter.EmitCase(source, message, field);
            source.Line();
        }
    }

    private static void EmitOf(SourceWriter source, ProtoMessage message, ProtoField oneofCase)
    {
        source.Line("/// <summary>A message with this payload.</summary>");
        source.Block($"public static {message.Name} Of({EncodeEmitter.Parameters(message, oneofCase)})", () =>
        {
            source.Line($"{message.Name} message = default;");
            foreach (ProtoField field in EncodeEmitter.Arguments(message, oneofCase))
            {
                source.Line($"message.{Naming.Pascal(field.Name)} = {Naming.Parameter(field.Name)};");
            }

            string oneof = oneofCase.Oneof!;
            string value = $"{Naming.CaseEnum(oneof)}.{Naming.Pascal(oneofCase.Name)}";
            source.Line($"message.{Naming.CaseField(oneof)} = {value};");
            source.Line("return message;");
        });
    }
}
