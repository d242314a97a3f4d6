using System.Xml.Linq;

namespace Airlock.TestReport;

/// <summary>One run of one test project, as its files tell: NAME.status, NAME.trx and NAME.log (tests/run.sh).</summary>
/// <param name="Name">Of the project, and of the run that it belongs to.</param>
/// <param name="Trouble">What is wrong beyond tests that failed; null for nothing.</param>
internal sealed record ProjectRun(string Name, IReadOnlyList<TestResult> Results, string? Trouble)
{
    private const string TimedOut = "124";
    private static readonly XNamespace s_trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>All that ran with their results in a folder.</summary>
    public static IEnumerable<ProjectRun> ReadAll(string folder) =>
        Directory.GetFiles(folder, "*.status").Order(StringComparer.Ordinal).Select(Read);

    private static ProjectRun Read(string statusFile)
    {
        string name = $"{Path.GetFileNameWithoutExtension(statusFile)} ({Path.GetFileName(Path.GetDirectoryName(statusFile))})";
        string status = File.ReadAllText(statusFile).Trim();
        string trx = Path.ChangeExtension(statusFile, ".trx");
        XElement? run = File.Exists(trx) ? XDocument.Load(trx).Root : null;
        TestResult[] results = [.. run?.Descendants(s_trx + "UnitTestResult").Select(ReadResult) ?? []];
        string[] errors = [.. run?.Descendants(s_trx + "RunInfo").Select(info => info.Value.Trim()).Where(IsOfTheRun) ?? []];
        bool explained = status == "0" || results.Any(result => result.Outcome == Outcome.Failed);
        return new ProjectRun(name, results, errors.Length == 0 && explained ? null : Explain(status, errors, statusFile));
    }

    private static TestResult ReadResult(XElement result)
    {
        Outcome outcome = (string?)result.Attribute("outcome") switch
        {
            "Passed" => Outcome.Passed,
            "NotExecuted" => Outcome.Skipped,
            _ => Outcome.Failed,
        };
        // A failure has its message and stack trace in ErrorInfo; the reason of a skip may stand there or in StdOut.
        XElement? output = result.Element(s_trx + "Output");
        XElement? error = output?.Element(s_trx + "ErrorInfo");
        string text = error is null
            ? output?.Element(s_trx + "StdOut")?.Value ?? string.Empty
            : string.Join('\n', error.Elements().Select(part => part.Value));
        return new TestResult((string?)result.Attribute("testName") ?? "a test without a name", outcome, text.Trim());
    }

    /// <summary>xunit's own lines repeat what the results say.</summary>
    private static bool IsOfTheRun(string line) => line.Length > 0 && !line.StartsWith("[xUnit.net", StringComparison.Ordinal);

    private static string Explain(string status, string[] errors, string statusFile)
    {
        string what = status switch
        {
            TimedOut => "it passed its time limit",
            _ when int.TryParse(status, out int code) => code == 0 ? "it was aborted" : $"it ended with exit code {code}",
            _ => status, // run.sh has found the words
        };
        string log = Path.ChangeExtension(statusFile, ".log");
        IEnumerable<string> lines = errors.Length > 0 ? errors : File.Exists(log) ? File.ReadLines(log).TakeLast(15) : [];
        return string.Join("\n    ", [what, .. lines]);
    }
}
