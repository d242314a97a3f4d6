using System.Text.Json;
using System.Text.Json.Serialization;

namespace Airlock.Cli.Benchmarking;

/// <summary>Results as JSON, one object a part.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PartResult))]
internal sealed partial class BenchJson : JsonSerializerContext
{
    /// <summary>One line, without its end.</summary>
    public static string Format(PartResult result) => JsonSerializer.Serialize(result, Default.PartResult);

    /// <exception cref="JsonException">It is no result.</exception>
    public static PartResult Parse(string json) => JsonSerializer.Deserialize(json, Default.PartResult)
        ?? throw new JsonException("null is no result.");
}
