using System.Text.Json;

namespace Airlock.Protocol;

/// <summary>The payloads that answer questions about an image, as <see cref="MessageJson"/> writes them.</summary>
internal static class AnswerJson
{
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
