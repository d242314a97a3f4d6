using System.Collections.Generic;
using System.Linq;
using Airlock.Bench;

namespace Airlock.Benchmarks.Tests;

/// <summary>Results as a benchmark would have them.</summary>
internal static class SampleResults
{
    public static IReadOnlyDictionary<BenchPart, PartResult> All { get; } = BenchParts.All
        .Select(part => Part(part, Row("dd bs=1M", 1), Row("airlock copy", 0.8), Row("protobuf", 12)))
        .ToDictionary(part => part.Part);

    public static PartResult Part(BenchPart part, params RowResult[] rows) => new()
    {
        Part = part,
        Command = $"./bench.sh --only {part.Name()}",
        Bytes = 1_000_000,
        Rounds = 3,
        Rows = rows,
        Machine = "a machine",
        Date = "2026-01-31",
    };

    public static RowResult Row(string name, double ratio) => new()
    {
        Name = name,
        Group = "shared",
        Bytes = 1_000_000,
        Ratio = new Spread(ratio, ratio / 2, ratio * 2),
        Seconds = new Spread(ratio / 10, ratio / 20, ratio / 5),
        ProcessorRatio = new Spread(ratio, ratio, ratio),
        ProcessorSeconds = new Spread(ratio / 10, ratio / 10, ratio / 10),
    };
}
