using System.Text.Json;

namespace Airlock.Protocol;

/// <summary>The payloads that answer questions about an image, as <see cref="MessageJson"/> writes them.</summary>
internal static class AnswerJson
{
    /// <summary>Writes the fields as an object.</summary>
    public static void Write(MapExtentMessage extent, Utf8JsonWriter json)
    {
        json.WriteStartObject("mapExtent"u8);
        MessageJson.WriteUInt64("start"u8, extent.Start, json);
        MessageJson.WriteUInt64("length"u8, extent.Length, json);
        json.WriteString("state"u8, extent.State);
        MessageJson.WriteUInt64("fileOffset"u8, extent.FileOffset, json);
        json.WriteBoolean("compressed"u8, extent.Compressed);
        json.WriteEndObject();
    }

    /// <summary>Writes the fields as an object.</summary>
    public static void Write(MapResultMessage map, Utf8JsonWriter json)
    {
        json.WriteStartObject("mapResult"u8);
        json.WriteString("sourceFormat"u8, map.SourceFormat);
        MessageJson.WriteUInt64("extentsEmitted"u8, map.ExtentsEmitted, json);
        MessageJson.WriteUInt64("virtualSize"u8, map.VirtualSize, json);
        json.WriteNumber("error"u8, map.Error);
        json.WriteEndObject();
    }

    /// <summary>Writes the fields as an object.</summary>
    public static void Write(CompareResultMessage result, Utf8JsonWriter json)
    {
        json.WriteStartObject("compareResult"u8);
        json.WriteBoolean("identical"u8, result.Identical);
        MessageJson.WriteUInt64("firstMismatchOffset"u8, result.FirstMismatchOffset, json);
        MessageJson.WriteUInt64("totalBytesCompared"u8, result.TotalBytesCompared, json);
        json.WriteNumber("flags"u8, result.Flags);
        json.WriteEndObject();
    }

    /// <summary>Writes the fields as an object; bytes are base64, by the JSON mapping of proto3.</summary>
    public static void Write(DigestMessage digest, Utf8JsonWriter json)
    {
        json.WriteStartObject("digest"u8);
        json.WriteString("algorithm"u8, digest.Algorithm);
        json.WriteBase64String("digest"u8, digest.Digest.Span);
        MessageJson.WriteUInt64("bytes"u8, digest.Bytes, json);
        json.WriteEndObject();
    }
}
