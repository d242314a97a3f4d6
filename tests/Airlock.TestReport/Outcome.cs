namespace Airlock.TestReport;

/// <summary>What came of a test; of several runs of one test the greatest counts.</summary>
internal enum Outcome
{
    Skipped,
    Passed,
    Failed,
}
