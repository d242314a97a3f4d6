using System.Text.Json;
using System.Text.Json.Serialization;

namespace Airlock.Benchmarks.Pieces;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PieceResults))]
internal sealed partial class PieceJson : JsonSerializerContext
{
    public static string Format(PieceResults results) => JsonSerializer.Serialize(results, Default.PieceResults) + "\n";

    /// <exception cref="JsonException">These are no results.</exception>
    public static PieceResults Parse(string json) => JsonSerializer.Deserialize(json, Default.PieceResults)
        ?? throw new JsonException("null is no result.");
}
