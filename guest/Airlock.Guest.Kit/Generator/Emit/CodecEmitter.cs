using Airlock.Guest.Generator.Model;

namespace Airlock.Guest.Generator.Emit;

/// <summary>All files of the codec, by name, always in the same order.</summary>
internal static class CodecEmitter
{
    public static IEnumerable<(string Name, string Source)> Emit(ProtoFile file)
    {
        var lengths = new EncodedLengths(file);
        foreach (ProtoEnum type in file.Enums)
        {
            yield return (type.Name, EnumEmitter.Emit(type));
        }

        foreach (ProtoMessage message in file.Messages)
        {
            yield return (message.Name, MessageEmitter.Emit(message, lengths.Of(message)));
        }

        List<ProtoField> fields = file.Messages.SelectMany(message => message.Fields).ToList();
        foreach (int capacity in CapacitiesOf(fields, ProtoType.Text))
        {
            yield return (Naming.FixedString(capacity), FixedStringEmitter.Emit(capacity));
        }

        foreach (int capacity in CapacitiesOf(fields, ProtoType.Bytes))
        {
            yield return (Naming.FixedBytes(capacity), FixedBytesEmitter.Emit(capacity));
        }

        foreach (IGrouping<string, ProtoField> list in fields.Where(field => field.IsRepeated).GroupBy(Naming.List))
        {
            yield return (list.Key, ListEmitter.Emit(list.First()));
        }

        yield return ("Frame", FrameEmitter.Emit(file));
    }

    private static IEnumerable<int> CapacitiesOf(IEnumerable<ProtoField> fields, ProtoType type)
    {
        return fields.Where(field => field.Type == type).Select(field => field.MaxBytes).Distinct();
    }
}
