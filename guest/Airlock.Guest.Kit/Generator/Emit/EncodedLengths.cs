using Airlock.Guest.Generator.Model;

namespace Airlock.Guest.Generator.Emit;

/// <summary>How many bytes messages take at most, by the bounds of their fields.</summary>
internal sealed class EncodedLengths(ProtoFile file)
{
    private const int MaxUInt32Length = 5;
    private const int MaxUInt64Length = 10; // a negative value of an enum, too

    private readonly Dictionary<string, ProtoMessage> _messages = file.Messages.ToDictionary(message => message.Name);

    /// <summary>All fields outside oneofs, and of each oneof the longest case.</summary>
    public int Of(ProtoMessage message)
    {
        int fields = message.Fields.Where(field => field.Oneof is null).Sum(Of);
        return fields + message.Oneofs.Sum(oneof => message.CasesOf(oneof.Name).Select(Of).DefaultIfEmpty().Max());
    }

    private int Of(ProtoField field)
    {
        int length = VarintLength(field.Tag) + field.Type switch
        {
            ProtoType.Text or ProtoType.Bytes => Delimited(field.MaxBytes),
            ProtoType.Message => Delimited(Of(_messages[field.TypeName])),
            ProtoType.Bool => 1,
            ProtoType.UInt32 => MaxUInt32Length,
            _ => MaxUInt64Length,
        };
        return field.IsRepeated ? length * field.MaxCount : length;
    }

    private static int Delimited(int length) => VarintLength((uint)length) + length;

    private static int VarintLength(uint value)
    {
        int length = 1;
        for (; value >= 0x80; value >>= 7)
        {
            length++;
        }

        return length;
    }
}
