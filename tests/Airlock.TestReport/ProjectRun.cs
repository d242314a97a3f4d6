using System.Xml.Linq;

namespace Airlock.TestReport;

/// <summary>One run of one test project, as its files tell: NAME.status, NAME.trx and NAME.log (tests/run.sh).</summary>
/// <param name="Name">Of the project, and of the run that it belongs to.</param>
/// <param name="Trouble">What is wrong beyond tests that failed; null for nothing.</param>
internal sealed record ProjectRun(string Name, IReadOnlyList<TestResult> Results, string? Trouble)
{
    private const string TimedOut = "124";
    private const string UnderWay = "The test running when the crash occurred";
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
        string[] errors = [.. run?.Descendants(s_trx + "RunInfo").Where(IsTrouble).Select(info => FirstLines(info.Value)) ?? []];
        bool explained = status == "0" || results.Any(result => result.Outcome == Outcome.Failed);
        string? trouble = errors.Length == 0 && explained
            ? null
            : string.Join("\n    ", [Explain(status), .. errors, .. EndOfLog(Path.ChangeExtension(statusFile, ".log"))]);
        return new ProjectRun(name, results, trouble);
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

    /// <summary>Something other than a test that failed; xunit's own lines repeat what the results say.</summary>
    private static bool IsTrouble(XElement info) =>
        (string?)info.Attribute("outcome") == "Error" && !info.Value.Trim().StartsWith("[xUnit.net", StringComparison.Ordinal);

    /// <summary>Without most of a stack trace.</summary>
    private static string FirstLines(string text) => string.Join("\n    ", text.Trim().Split('\n').Take(6));

    private static string Explain(string status) => status switch
    {
        TimedOut => "it passed its time limit",
        _ when int.TryParse(status, out int code) => $"it ended with exit code {code}",
        _ => status, // words already
    };

    /// <summary>The tests that were under way when its host hung or crashed, or else its last words.</summary>
    private static IEnumerable<string> EndOfLog(string file)
    {
        string[] lines = File.Exists(file) ? File.ReadAllLines(file) : [];
        int underWay = Array.FindIndex(lines, line => line.StartsWith(UnderWay, StringComparison.Ordinal));
        return underWay < 0 ? lines.TakeLast(15) : lines.Skip(underWay).TakeWhile(line => line.Length > 0);
    }
}
