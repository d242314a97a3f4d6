using System.Text.Json;
using System.Text.Json.Serialization;

namespace Airlock.Bench.Page;

/// <summary>Results as JSON.</summary>
internal static class ResultJson
{
    private static readonly JsonSerializerOptions s_line = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private static readonly JsonSerializerOptions s_file = new(s_line) { WriteIndented = true };

    /// <summary>One line, without its end.</summary>
    public static string Line<T>(T result) => JsonSerializer.Serialize(result, s_line);

    public static void WriteFile<T>(string path, T result)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, JsonSerializer.Serialize(result, s_file) + "\n");
    }

    /// <exception cref="JsonException">It is no result.</exception>
    public static T Parse<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, s_line) ?? throw new JsonException("null is no result.");
}
