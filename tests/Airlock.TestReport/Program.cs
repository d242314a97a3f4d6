using Airlock.TestReport;

// Airlock.TestReport [--strict] ACCEPTED FOLDER...: sums up what tests/run.sh left in the folders, in that order. Ends with
// 1 if anything failed or nothing ran; with --strict also if a test was skipped for a reason that isn't accepted.
bool strict = args is ["--strict", ..];
string[] names = strict ? args[1..] : args;
if (names.Length < 2)
{
    Console.Error.WriteLine("Usage: Airlock.TestReport [--strict] ACCEPTED FOLDER...");
    return 2;
}

var accepted = new AcceptedSkips(File.ReadLines(names[0]));
var summary = new Summary(names[1..].SelectMany(ProjectRun.ReadAll));
summary.Write(Console.Out, accepted);
return summary.IsGood && (!strict || summary.SkipReasons.All(skip => accepted.Contains(skip.Reason))) ? 0 : 1;
