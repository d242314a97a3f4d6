using Airlock.TestReport;

namespace Airlock.Repo.Tests;

/// <summary>What ./test.sh says in the end (tests/Airlock.TestReport).</summary>
public sealed class TestReportTests : IDisposable
{
    private const string NoKvm = "There is no /dev/kvm here.";
    private static readonly AcceptedSkips s_accepted = new(["# a comment", "Too old", "    why", "This kernel has *"]);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("airlock-report-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_test_that_ran_in_any_run_is_not_skipped()
    {
        string text = Write(
            Run("host", Skipped("A", NoKvm), Skipped("B", NoKvm), Passed("C")), Run("kvm", Passed("A"), Skipped("B", "Too old")));
        Assert.Equal("1 skipped: Too old\n2 passed, 0 failed, 1 skipped\n", text);
    }

    [Fact]
    public void A_test_that_failed_in_any_run_has_failed()
    {
        var summary = new Summary([Run("host", Passed("A")), Run("kvm", Failed("A")), Run("other", Passed("A"))]);
        Assert.False(summary.IsGood);
        Assert.Equal((0, 1), (summary.Passed, summary.Failed));
    }

    [Fact]
    public void Rows_of_a_theory_that_look_alike_are_all_counted() =>
        Assert.Equal("2 passed, 0 failed\n", Write(Run("host", Passed("A(text: ···)"), Passed("A(text: ···)"))));

    [Fact]
    public void Nothing_at_all_is_not_good() => Assert.False(new Summary([]).IsGood);

    [Fact]
    public void Skips_have_a_line_for_each_reason_and_those_not_accepted_say_so() => Assert.Equal(
        $"""
        2 skipped, not accepted: {NoKvm}
        1 skipped: This kernel has Landlock 3.
        0 passed, 0 failed, 3 skipped

        """,
        Write(Run("host", Skipped("A", "This kernel has Landlock 3."), Skipped("B", NoKvm), Skipped("C", NoKvm))));

    [Theory]
    [InlineData("Too old", true)]
    [InlineData("Too older", false)]
    [InlineData("    why", false)]
    [InlineData("# a comment", false)]
    [InlineData("", false)]
    public void A_reason_is_accepted_as_it_stands_in_the_list(string reason, bool accepted) =>
        Assert.Equal(accepted, s_accepted.Contains(reason));

    [Theory]
    [InlineData("it doesn't compile", "it doesn't compile")]
    [InlineData("124", "it passed its time limit")]
    [InlineData("134", "it ended with exit code 134")]
    public void A_project_without_results_has_failed_and_is_named(string status, string words)
    {
        WriteFile("Sample.Tests.status", status);
        string text = Write([.. ProjectRun.ReadAll(_folder.FullName)]);
        Assert.StartsWith($"FAILED Sample.Tests ({_folder.Name}): {words}\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\n0 passed, 1 failed\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_in_which_no_test_matched_the_filter_is_no_failure()
    {
        WriteFile("Sample.Tests.status", "0");
        Assert.Equal("0 passed, 0 failed\n", Write([.. ProjectRun.ReadAll(_folder.FullName)]));
    }

    [Fact]
    public void Results_are_read_with_reasons_and_messages()
    {
        WriteFile("Sample.Tests.status", "1");
        WriteFile("Sample.Tests.trx", Trx("""<RunInfo outcome="Warning"><Text>harmless</Text></RunInfo>"""));
        ProjectRun run = Assert.Single(ProjectRun.ReadAll(_folder.FullName));
        Assert.Null(run.Trouble);
        Assert.Equal([Passed("A"), Skipped("B", NoKvm), new TestResult("C", Outcome.Failed, "wrong\nat C()")], run.Results);
    }

    [Fact]
    public void A_host_that_hung_has_failed_with_the_tests_that_were_under_way()
    {
        WriteFile("Sample.Tests.status", "1");
        WriteFile("Sample.Tests.trx", Trx("""<RunInfo outcome="Error"><Text>Test host process crashed</Text></RunInfo>"""));
        WriteFile("Sample.Tests.log", "...\nThe test running when the crash occurred: \nSample.Hangs\n\nmore\n");
        string trouble = Assert.Single(ProjectRun.ReadAll(_folder.FullName)).Trouble!;
        Assert.Contains("Test host process crashed", trouble, StringComparison.Ordinal);
        Assert.EndsWith("Sample.Hangs", trouble, StringComparison.Ordinal);
    }

    private static TestResult Passed(string name) => new(name, Outcome.Passed, string.Empty);

    private static TestResult Failed(string name) => new(name, Outcome.Failed, "wrong");

    private static TestResult Skipped(string name, string reason) => new(name, Outcome.Skipped, reason);

    private static ProjectRun Run(string name, params TestResult[] results) => new(name, results, Trouble: null);

    private static string Write(params ProjectRun[] runs)
    {
        using var writer = new StringWriter();
        new Summary(runs).Write(writer, s_accepted);
        return writer.ToString();
    }

    private static string Trx(string runInfo) => $"""
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Results>
            <UnitTestResult testName="A" outcome="Passed" />
            <UnitTestResult testName="B" outcome="NotExecuted"><Output><StdOut>{NoKvm}</StdOut></Output></UnitTestResult>
            <UnitTestResult testName="C" outcome="Failed">
              <Output><ErrorInfo><Message>wrong</Message><StackTrace>at C()</StackTrace></ErrorInfo></Output>
            </UnitTestResult>
          </Results>
          <ResultSummary outcome="Failed"><RunInfos>{runInfo}</RunInfos></ResultSummary>
        </TestRun>
        """;

    private void WriteFile(string name, string content) => File.WriteAllText(Path.Combine(_folder.FullName, name), content);
}
