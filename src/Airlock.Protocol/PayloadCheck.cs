using System.Text.Unicode;
using Google.Protobuf.Reflection;

namespace Airlock.Protocol;

/// <summary>
/// Decides whether a payload decodes, before the parser sees it.
/// </summary>
/// <remarks>
/// Google.Protobuf's parser alone won't do for bytes from a guest: it puts U+FFFD where a string isn't UTF-8, cuts a
/// uint32 to its low bits, takes a known field in a wrong wire type for an unknown one, and runs over the end of its
/// buffer at lengths near 2 GiB (IndexOutOfRangeException). All of that is malformed here, and so are groups, which
/// proto3 doesn't have. What passes, the parser parses without an exception.
/// </remarks>
internal static class PayloadCheck
{
    // Wire types; 3 and 4 are the groups of proto2, 6 and 7 aren't defined.
    private const uint Varint = 0;
    private const uint Fixed64 = 1;
    private const uint Delimited = 2;
    private const uint Fixed32 = 5;

    /// <summary>The first fault of a payload, or null.</summary>
    /// <remarks>Nests as deep as the messages of guest.proto do: unknown fields aren't looked into.</remarks>
    public static DecodeError? FindFault(ReadOnlySpan<byte> payload, MessageSchema schema)
    {
        var scan = new WireScan(payload);
        while (!scan.IsAtEnd)
        {
            if (!scan.TryReadVarint(out ulong tag) || tag is < 8 or > uint.MaxValue)
            {
                return DecodeError.MalformedPayload;
            }

            uint number = (uint)tag >> 3;
            uint wireType = (uint)tag & 7;
            DecodeError? fault = schema.TypeOf(number) switch
            {
                null => FaultOfUnknown(ref scan, wireType),
                FieldType.Message => FaultOfMessage(ref scan, wireType, schema.MessageIn(number)!),
                FieldType.String => FaultOfString(ref scan, wireType),
                { } type => FaultOfNumber(ref scan, wireType, type),
            };
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    private static DecodeError? FaultOfUnknown(ref WireScan scan, uint wireType)
    {
        bool isWhole = wireType switch
        {
            Varint => scan.TryReadVarint(out _),
            Fixed64 => scan.TrySkip(sizeof(ulong)),
            Delimited => scan.TryReadDelimited(out _),
            Fixed32 => scan.TrySkip(sizeof(uint)),
            _ => false,
        };
        return isWhole ? null : DecodeError.MalformedPayload;
    }

    private static DecodeError? FaultOfMessage(ref WireScan scan, uint wireType, MessageSchema schema)
    {
        return wireType == Delimited && scan.TryReadDelimited(out ReadOnlySpan<byte> content)
            ? FindFault(content, schema)
            : DecodeError.MalformedPayload;
    }

    private static DecodeError? FaultOfString(ref WireScan scan, uint wireType)
    {
        if (wireType != Delimited || !scan.TryReadDelimited(out ReadOnlySpan<byte> content))
        {
            return DecodeError.MalformedPayload;
        }

        return Utf8.IsValid(content) ? null : DecodeError.InvalidUtf8;
    }

    private static DecodeError? FaultOfNumber(ref WireScan scan, uint wireType, FieldType type)
    {
        bool fits = wireType == Varint && scan.TryReadVarint(out ulong value) && Fits(value, type);
        return fits ? null : DecodeError.MalformedPayload;
    }

    private static bool Fits(ulong value, FieldType type)
    {
        return type switch
        {
            FieldType.UInt32 => value <= uint.MaxValue,
            FieldType.Enum => (long)value is >= int.MinValue and <= int.MaxValue,
            FieldType.UInt64 or FieldType.Bool => true,
            _ => throw new NotSupportedException($"guest.proto has a field of type {type}, which has no check yet."),
        };
    }
}
