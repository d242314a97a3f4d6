using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Airlock.Protocol;

/// <summary>
/// A message as one line of JSON, by the JSON mapping of proto3: names in lowerCamelCase, enums by name, 64-bit
/// numbers as strings. Each field of the payload is there, defaults too, so that a reader finds
/// <c>"success":false</c>. Nothing but printable ASCII is written: the rest is escaped as JSON does.
/// </summary>
public static class MessageJson
{
    /// <summary>Writes the object with a line feed at its end.</summary>
    public static void WriteLine(GuestMessage message, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        using (var json = new Utf8JsonWriter(output))
        {
            Write(message, json);
        }

        output.Write("\n"u8);
    }

    /// <summary>Writes the object.</summary>
    public static void Write(GuestMessage message, Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        WriteLevel(message.Level, json);
        switch (message.PayloadCase)
        {
            case GuestMessage.PayloadOneofCase.Init: Write(message.Init, json); break;
            case GuestMessage.PayloadOneofCase.Capacity: Write(message.Capacity, json); break;
            case GuestMessage.PayloadOneofCase.Progress: Write(message.Progress, json); break;
            case GuestMessage.PayloadOneofCase.Error: Write(message.Error, json); break;
            case GuestMessage.PayloadOneofCase.Complete: Write(message.Complete, json); break;
            case GuestMessage.PayloadOneofCase.InfoResult:
                json.WritePropertyName("infoResult"u8);
                InfoJson.Write(message.InfoResult, json);
                break;
            case GuestMessage.PayloadOneofCase.Refusal:
                json.WritePropertyName("refusal"u8);
                InfoJson.Write(message.Refusal, json);
                break;
            case GuestMessage.PayloadOneofCase.MapExtent: AnswerJson.Write(message.MapExtent, json); break;
            case GuestMessage.PayloadOneofCase.CompareResult: AnswerJson.Write(message.CompareResult, json); break;
            case GuestMessage.PayloadOneofCase.MapResult: AnswerJson.Write(message.MapResult, json); break;
            case GuestMessage.PayloadOneofCase.Digest: AnswerJson.Write(message.Digest, json); break;
            default: break; // of a newer guest: there is no name to write it under
        }

        json.WriteEndObject();
    }

    /// <summary>Writes what an image is, as the object that it is in a message.</summary>
    public static void Write(InfoResultMessage info, Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(json);
        InfoJson.Write(info, json);
    }

    /// <summary>Writes why an image isn't taken, as the object that it is in a message.</summary>
    public static void Write(Refusal refusal, Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        ArgumentNullException.ThrowIfNull(json);
        InfoJson.Write(refusal, json);
    }

    private static void WriteLevel(Level level, Utf8JsonWriter json)
    {
        ReadOnlySpan<byte> name = level switch
        {
            Level.Debug => "DEBUG"u8,
            Level.Info => "INFO"u8,
            Level.Progress => "PROGRESS"u8,
            Level.Error => "ERROR"u8,
            Level.Complete => "COMPLETE"u8,
            _ => default,
        };
        if (name.IsEmpty)
        {
            json.WriteNumber("level"u8, (int)level); // the mapping's form of a value without a name
        }
        else
        {
            json.WriteString("level"u8, name);
        }
    }

    private static void Write(InitMessage init, Utf8JsonWriter json)
    {
        json.WriteStartObject("init"u8);
        json.WriteString("stage"u8, init.Stage);
        json.WriteString("device"u8, init.Device);
        WriteUInt64("address"u8, init.Address, json);
        json.WriteEndObject();
    }

    private static void Write(CapacityMessage capacity, Utf8JsonWriter json)
    {
        json.WriteStartObject("capacity"u8);
        json.WriteString("device"u8, capacity.Device);
        WriteUInt64("sectors"u8, capacity.Sectors, json);
        WriteUInt64("bytes"u8, capacity.Bytes, json);
        json.WriteEndObject();
    }

    private static void Write(ProgressMessage progress, Utf8JsonWriter json)
    {
        json.WriteStartObject("progress"u8);
        json.WriteString("operation"u8, progress.Operation);
        WriteUInt64("current"u8, progress.Current, json);
        WriteUInt64("total"u8, progress.Total, json);
        json.WriteNumber("percent"u8, progress.Percent);
        json.WriteEndObject();
    }

    private static void Write(ErrorMessage error, Utf8JsonWriter json)
    {
        json.WriteStartObject("error"u8);
        json.WriteString("operation"u8, error.Operation);
        json.WriteString("device"u8, error.Device);
        WriteUInt64("sector"u8, error.Sector, json);
        json.WriteNumber("status"u8, error.Status);
        json.WriteEndObject();
    }

    private static void Write(CompleteMessage complete, Utf8JsonWriter json)
    {
        json.WriteStartObject("complete"u8);
        json.WriteString("operation"u8, complete.Operation);
        WriteUInt64("count"u8, complete.Count, json);
        json.WriteBoolean("success"u8, complete.Success);
        json.WriteEndObject();
    }

    /// <summary>A 64-bit number in the mapping's form, as a string.</summary>
    internal static void WriteUInt64(ReadOnlySpan<byte> name, ulong value, Utf8JsonWriter json)
    {
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
        json.WriteString(name, digits[..length]);
    }
}
