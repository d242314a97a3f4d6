using Airlock.Guest.Generator.Model;

namespace Airlock.Guest.Generator.Emit;

/// <summary>Overloads that frame a payload without its message in memory.</summary>
internal static class FrameEmitter
{
    public static string Emit(ProtoFile file)
    {
        var source = new SourceWriter("System");
        source.Block("public static partial class Frame", () =>
        {
            bool isFirst = true;
            foreach (ProtoMessage message in file.Messages)
            {
                foreach (ProtoField field in message.ByNumber.Where(field => field.Oneof is not null))
                {
                    source.Line(isFirst ? "// The payload itself is enough: no message is put together for it." : "");
                    Emit(source, message, field);
                    isFirst = false;
                }
            }
        });
        return source.ToString();
    }

    private static void Emit(SourceWriter source, ProtoMessage message, ProtoField oneofCase)
    {
        string parameters = EncodeEmitter.Parameters(message, oneofCase);
        string arguments = EncodeEmitter.PassedOn(message, oneofCase);
        source.Line($"/// <summary>Frames a {message.Name} with this payload; false if it doesn't fit.</summary>");
        source.Block($"public static bool TryEncode({parameters}, Span<byte> destination, out int length)", () =>
        {
            source.Line("WireWriter payload = OpenPayload(destination);");
            source.Line($"bool isWritten = {message.Name}.TryEncode({arguments}, ref payload);");
            source.Line("return TryClose(destination, isWritten, payload.Position, out length);");
        });
    }
}
