namespace Airlock.TestReport;

/// <param name="Name">Of the test, with its arguments.</param>
/// <param name="Text">The reason of a skip; message and stack trace of a failure.</param>
internal sealed record TestResult(string Name, Outcome Outcome, string Text);
