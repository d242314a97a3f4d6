using Airlock.Guest.Generator.Model;

namespace Airlock.Guest.Generator.Emit;

/// <summary>An enum of the .proto file.</summary>
internal static class EnumEmitter
{
    public static string Emit(ProtoEnum type)
    {
        var source = new SourceWriter();
        source.Summary(type.Comment);
        source.Block($"public enum {type.Name}", () =>
        {
            foreach (ProtoEnumValue value in type.Values)
            {
                source.Summary(value.Comment);
                source.Line($"{Naming.Pascal(value.Name)} = {value.Number},");
            }
        });
        return source.ToString();
    }
}
