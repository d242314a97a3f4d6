using System.Text.Json;
using System.Text.Json.Serialization;
using Airlock.Cli.Benchmarking;

namespace Airlock.Benchmarks.Page;

/// <summary>Reads what <c>airlock bench --json</c> writes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PartResult))]
internal sealed partial class ResultJson : JsonSerializerContext
{
    /// <exception cref="JsonException">It is no result.</exception>
    public static PartResult Parse(string json) => JsonSerializer.Deserialize(json, Default.PartResult)
        ?? throw new JsonException("null is no result.");
}
