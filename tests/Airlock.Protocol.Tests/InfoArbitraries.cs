using System.Collections;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Airlock.Protocol.Tests;

/// <summary>
/// What images can be, why they aren't taken, and what else is asked of them: each field there or not, with anything that fits its bound.
/// </summary>
internal static class InfoArbitraries
{
    /// <summary>The shortest bound of a string, and of a list, in these messages.</summary>
    private const int MaxBytes = 8;
    private const int MaxCount = 8;

    public static Gen<InfoResultMessage> InfoResult =>
        Message(InfoResultMessage.Descriptor).Select(message => (InfoResultMessage)message);

    public static Gen<Refusal> Refusal =>
        Message(Airlock.Protocol.Refusal.Descriptor).Select(message => (Refusal)message);

    public static Gen<MapExtentMessage> MapExtent =>
        Message(MapExtentMessage.Descriptor).Select(message => (MapExtentMessage)message);

    public static Gen<MapResultMessage> MapResult =>
        Message(MapResultMessage.Descriptor).Select(message => (MapResultMessage)message);

    public static Gen<CompareResultMessage> CompareResult =>
        Message(CompareResultMessage.Descriptor).Select(message => (CompareResultMessage)message);

    public static Gen<DigestMessage> Digest =>
        Message(DigestMessage.Descriptor).Select(message => (DigestMessage)message);

    private static Gen<IMessage> Message(MessageDescriptor type) =>
        type.Fields.InFieldNumberOrder().Aggregate(
            Gen.Constant(0).Select(_ => type.Parser.ParseFrom([])),
            (holders, field) => from holder in holders
                                from value in Gen.Frequency((1, Gen.Constant(System.Array.Empty<object>())), (2, Values(field)))
                                select With(holder, field, value));

    private static Gen<object[]> Values(FieldDescriptor field) => field.IsRepeated
        ? Value(field).ArrayOf().Select(values => values.Take(MaxCount).ToArray())
        : Value(field).Select(value => new[] { value });

    private static Gen<object> Value(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => MessageArbitraries.TextOf(MaxBytes).Select(text => (object)text),
        FieldType.Bytes => Gen.Choose(0, 255).ArrayOf().Select(values =>
            (object)ByteString.CopyFrom([.. values.Take(MaxBytes).Select(value => (byte)value)])),
        FieldType.UInt64 => MessageArbitraries.UInt64.Select(number => (object)number),
        FieldType.UInt32 => MessageArbitraries.UInt32.Select(number => (object)number),
        FieldType.Bool => Gen.Elements<object>(false, true),
        FieldType.Enum => Gen.Choose(0, 16).Select(number => (object)number),
        _ => Message(field.MessageType).Select(message => (object)message),
    };

    private static IMessage With(IMessage holder, FieldDescriptor field, object[] values)
    {
        foreach (object value in values)
        {
            if (field.IsRepeated)
            {
                ((IList)field.Accessor.GetValue(holder)).Add(value);
            }
            else
            {
                field.Accessor.SetValue(holder, value);
            }
        }

        return holder;
    }
}
