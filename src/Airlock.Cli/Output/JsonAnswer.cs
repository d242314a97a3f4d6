using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Airlock.Cli.Output;

/// <summary>An answer as one JSON object for people to read as well.</summary>
internal static class JsonAnswer
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true };

    /// <param name="writeProperties">Writes what is in the object.</param>
    public static string Of(Action<Utf8JsonWriter> writeProperties)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, s_options))
        {
            json.WriteStartObject();
            writeProperties(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.WrittenSpan) + "\n";
    }
}
