using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Airlock.Benchmarks.Chart;
using Airlock.Benchmarks.Pieces;
using Airlock.Cli.Benchmarking;

namespace Airlock.Benchmarks.Page;

/// <summary>
/// What was measured last, a file a part, so that one part can be measured anew and page and chart stay whole.
/// </summary>
internal sealed class Results
{
    private const string PiecesName = "pieces";

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    private readonly string _folder;
    private readonly Dictionary<string, PartResult> _parts = [];

    private Results(string folder)
    {
        _folder = folder;
    }

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, PartResult> Parts => _parts;

    public PieceResults? Pieces { get; private set; }

    public static Results In(string folder)
    {
        var results = new Results(folder);
        foreach (string file in Directory.EnumerateFiles(folder, "*.json"))
        {
            string json = File.ReadAllText(file);
            if (Path.GetFileNameWithoutExtension(file) == PiecesName)
            {
                results.Pieces = PieceJson.Parse(json);
            }
            else
            {
                PartResult part = ResultJson.Parse(json);
                results._parts[part.Part] = part;
            }
        }

        return results;
    }

    /// <summary>Takes new results, one object a line, in place of older ones of the same parts.</summary>
    public void Add(TextReader lines)
    {
        while (lines.ReadLine() is { } line)
        {
            PartResult part = ResultJson.Parse(line);
            _parts[part.Part] = part;
            string json = JsonNode.Parse(line)!.ToJsonString(s_indented);
            File.WriteAllText(Path.Combine(_folder, part.Part + ".json"), json + "\n");
        }
    }

    /// <summary>Rewrites page and chart.</summary>
    public void WriteTo(string docs)
    {
        string page = Path.Combine(docs, "performance.md");
        File.WriteAllText(page, PerformancePage.Rewrite(File.ReadAllText(page), this));
        File.WriteAllText(Path.Combine(docs, "performance.svg"), PerformanceChart.Draw(Parts));
    }

    /// <summary>The lines that stand for a part in the page; none if it wasn't measured.</summary>
    public IEnumerable<string> LinesOf(string part) => part == PiecesName ? PieceLines() : PartLines(part);

    private IEnumerable<string> PartLines(string part)
    {
        if (!_parts.TryGetValue(part, out PartResult? result))
        {
            return [];
        }

        return
        [
            $"`{result.Command}`, {result.Date}, {result.Machine}:", string.Empty,
            .. MarkdownTable.Lines(BenchTable.Of(result)),
            .. result.Notes.SelectMany(note => new[] { string.Empty, "Left out: " + note }),
        ];
    }

    private IEnumerable<string> PieceLines() => Pieces is not { } pieces ? [] :
    [
        $"`./bench.sh --only pieces`, {pieces.Date}, {pieces.Machine}:", string.Empty,
        .. MarkdownTable.Lines(new BenchTable(
            string.Empty,
            ["piece", "ns", "bytes allocated"],
            [.. pieces.Pieces.Select(Row)])),
    ];

    private static IReadOnlyList<string> Row(PieceResult piece) =>
    [
        piece.Name,
        piece.Nanoseconds.ToString("F1", CultureInfo.InvariantCulture),
        piece.AllocatedBytes.ToString(CultureInfo.InvariantCulture),
    ];
}
