namespace Airlock.TestReport;

/// <summary>
/// What several runs came to together. A test counts once: as failed if it failed in any run, else as passed if it ran
/// in any, else as skipped, for the reason of the last run that came to it.
/// </summary>
internal sealed class Summary
{
    private readonly Dictionary<(string Name, int Occurrence), TestResult> _results = [];
    private readonly List<(string Run, TestResult Result)> _failures = [];
    private readonly List<ProjectRun> _troubled = [];

    public Summary(IEnumerable<ProjectRun> runs)
    {
        foreach (ProjectRun run in runs)
        {
            Add(run);
        }
    }

    public int Passed => Count(Outcome.Passed);

    /// <summary>Tests, and projects that something else is wrong with.</summary>
    public int Failed => Count(Outcome.Failed) + _troubled.Count;

    public int Skipped => Count(Outcome.Skipped);

    /// <summary>Whether all is well: something ran, nothing failed.</summary>
    public bool IsGood => Failed == 0 && Passed > 0;

    /// <summary>Reasons of skips, the most frequent first.</summary>
    public IEnumerable<(string Reason, int Count)> SkipReasons => _results.Values
        .Where(result => result.Outcome == Outcome.Skipped)
        .GroupBy(result => result.Text.ReplaceLineEndings(" "))
        .Select(group => (group.Key, group.Count()))
        .OrderByDescending(reason => reason.Item2);

    /// <summary>Failures in full, skips by reason, the sum.</summary>
    public void Write(TextWriter writer, AcceptedSkips accepted)
    {
        foreach ((string run, TestResult failure) in _failures)
        {
            writer.WriteLine($"FAILED {failure.Name}, {run}\n    {failure.Text.ReplaceLineEndings("\n    ")}");
        }

        foreach (ProjectRun run in _troubled)
        {
            writer.WriteLine($"FAILED {run.Name}: {run.Trouble}");
        }

        foreach ((string reason, int count) in SkipReasons)
        {
            writer.WriteLine($"{count} skipped{(accepted.Contains(reason) ? "" : ", not accepted")}: {reason}");
        }

        writer.WriteLine($"{Passed} passed, {Failed} failed{(Skipped == 0 ? "" : $", {Skipped} skipped")}");
    }

    private int Count(Outcome outcome) => _results.Values.Count(result => result.Outcome == outcome);

    private void Add(ProjectRun run)
    {
        // Rows of a theory may look alike: long arguments are cut off.
        foreach (IGrouping<string, TestResult> alike in run.Results.GroupBy(result => result.Name))
        {
            foreach ((int occurrence, TestResult result) in alike.Index())
            {
                (string, int) key = (alike.Key, occurrence);
                if (!_results.TryGetValue(key, out TestResult? before) || before.Outcome <= result.Outcome)
                {
                    _results[key] = result;
                }

                if (result.Outcome == Outcome.Failed)
                {
                    _failures.Add((run.Name, result));
                }
            }
        }

        if (run.Trouble is not null)
        {
            _troubled.Add(run);
        }
    }
}
