using Google.Protobuf.Reflection;

namespace Airlock.Protocol;

/// <summary>
/// The fields of a message by their numbers, taken from guest.proto by way of its descriptor: a table, because the
/// descriptor's own look-up costs more than to parse the message.
/// </summary>
internal sealed class MessageSchema
{
    private readonly FieldType?[] _types;
    private readonly MessageSchema?[] _messages;

    private MessageSchema(MessageDescriptor type)
    {
        IList<FieldDescriptor> fields = type.Fields.InFieldNumberOrder();
        int length = fields.Count == 0 ? 0 : fields[^1].FieldNumber + 1;
        _types = new FieldType?[length];
        _messages = new MessageSchema?[length];
        foreach (FieldDescriptor field in fields)
        {
            _types[field.FieldNumber] = field.FieldType;
            _messages[field.FieldNumber] = field.FieldType == FieldType.Message ? new(field.MessageType) : null;
        }
    }

    /// <summary>What a guest sends.</summary>
    public static MessageSchema OfGuestMessage { get; } = new(GuestMessage.Descriptor);

    /// <summary>The type of a field; null if there is none of this number.</summary>
    public FieldType? TypeOf(uint number) => number < (uint)_types.Length ? _types[number] : null;

    /// <summary>The message that a field of type message holds.</summary>
    public MessageSchema? MessageIn(uint number) => number < (uint)_messages.Length ? _messages[number] : null;
}
