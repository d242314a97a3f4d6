using System.Globalization;
using Airlock.Bench.Chart;

namespace Airlock.Bench.Page;

/// <summary>
/// What was measured last, a folder a machine and a file a part, so that one part can be measured anew, and page and
/// charts stay whole.
/// </summary>
internal sealed class Results
{
    private const string ChartContent =
        "time of a copy as a ratio to dd, start-up, what messages cost, and growth";

    private readonly string _folder;
    private readonly Dictionary<MachineKind, Dictionary<BenchPart, PartResult>> _parts;
    private PieceResults? _pieces;

    private Results(string folder)
    {
        _folder = folder;
        _parts = Enum.GetValues<MachineKind>().ToDictionary(kind => kind, _ => new Dictionary<BenchPart, PartResult>());
    }

    public string PiecesFile => Path.Combine(_folder, InnerPieces.Name + ".json");

    public static Results In(string folder)
    {
        var results = new Results(folder);
        results.ReadPieces();
        foreach (string file in Directory.EnumerateDirectories(folder).SelectMany(Directory.EnumerateFiles))
        {
            PartResult part = ResultJson.Parse<PartResult>(File.ReadAllText(file));
            results._parts[part.Kind][part.Part] = part;
        }

        return results;
    }

    /// <summary>What was measured with one machine.</summary>
    public IReadOnlyDictionary<BenchPart, PartResult> Of(MachineKind kind) => _parts[kind];

    /// <summary>Takes a new result in place of an older one of the same part and machine.</summary>
    public void Keep(PartResult part)
    {
        _parts[part.Kind][part.Part] = part;
        ResultJson.WriteFile(Path.Combine(_folder, part.Kind.Name(), part.Part.Name() + ".json"), part);
    }

    /// <summary>Takes what the inner pieces' own program has written.</summary>
    public void ReadPieces() =>
        _pieces = File.Exists(PiecesFile) ? ResultJson.Parse<PieceResults>(File.ReadAllText(PiecesFile)) : null;

    /// <summary>Rewrites page and charts.</summary>
    public void WriteTo(string docs)
    {
        string page = Path.Combine(docs, "performance.md");
        File.WriteAllText(page, PerformancePage.Rewrite(File.ReadAllText(page), this));
        foreach ((MachineKind kind, Dictionary<BenchPart, PartResult> parts) in Measured())
        {
            File.WriteAllText(Path.Combine(docs, ChartOf(kind)), PerformanceChart.Draw(kind, parts));
        }
    }

    /// <summary>The lines that stand between the markers of that name; none if there is nothing to show.</summary>
    public IEnumerable<string> LinesOf(string marker) => marker switch
    {
        "charts" => Measured().Select(kind => $"![{kind.Key.Title()}: {ChartContent}]({ChartOf(kind.Key)})"),
        InnerPieces.Name => PieceLines(),
        _ => Enum.TryParse(marker, ignoreCase: true, out BenchPart part)
            ? Measured().SelectMany(kind => kind.Value.TryGetValue(part, out PartResult? result) ? Lines(result) : [])
            : [],
    };

    public static string ChartOf(MachineKind kind) =>
        kind == MachineKind.Kvm ? "performance.svg" : $"performance-{kind.Name()}.svg";

    private IEnumerable<KeyValuePair<MachineKind, Dictionary<BenchPart, PartResult>>> Measured() =>
        _parts.Where(kind => kind.Value.Count > 0);

    private static IEnumerable<string> Lines(PartResult result) =>
    [
        string.Empty, $"### {result.Part.Title()}: {result.Kind.Title()}, {result.Date}", string.Empty,
        $"`{result.Command}`, {result.Machine}:", string.Empty,
        .. MarkdownTable.Lines(BenchTable.Of(result)),
        .. result.Notes.SelectMany(note => new[] { string.Empty, note }),
    ];

    private IEnumerable<string> PieceLines() => _pieces is not { } pieces ? [] :
    [
        $"`./bench.sh --only pieces`, {pieces.Date}, {pieces.Machine}:", string.Empty,
        .. MarkdownTable.Lines(new BenchTable(
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
