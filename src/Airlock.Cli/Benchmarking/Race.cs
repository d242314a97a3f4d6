using System.Globalization;

namespace Airlock.Cli.Benchmarking;

/// <summary>Runs commands side by side: in each round every one once, in an order that chance gives anew.</summary>
internal sealed class Race
{
    private readonly ProgramRunner _runner;
    private readonly Action<string> _report;
    private readonly CancellationToken _cancellation;

    /// <param name="report">Is told how far it has come, in a few words.</param>
    public Race(ProgramRunner runner, Action<string> report, CancellationToken cancellation)
    {
        _runner = runner;
        _report = report;
        _cancellation = cancellation;
    }

    /// <summary>Times them.</summary>
    /// <param name="title">For the report.</param>
    /// <param name="contestants">The first is the one that ratios are taken to.</param>
    /// <param name="rounds">How often each runs.</param>
    /// <param name="prepare">Done before each run, and not timed: removes the output of the run before.</param>
    /// <exception cref="BenchException">One of them fails.</exception>
    public RaceTimes Run(string title, IReadOnlyList<Contestant> contestants, int rounds, Action prepare)
    {
        var times = new RaceTimes(contestants.Count, rounds);
        int[] order = [.. Enumerable.Range(0, contestants.Count)];
        for (int round = 0; round < rounds; round++)
        {
            _report($"{title}: round {round + 1} of {rounds}");
            Random.Shared.Shuffle(order);
            foreach (int contestant in order)
            {
                prepare();
                times.Set(contestant, round, RunOne(contestants[contestant], contestants[contestant].Command));
            }
        }

        prepare();
        return times;
    }

    /// <summary>
    /// Runs one more time, not for the time, but for its peak memory, if GNU time is installed, and for its counters.
    /// </summary>
    public (long? PeakBytes, JobCounters? Counters) Observe(Contestant contestant, Action prepare)
    {
        // wait4(2) would tell a peak, too, but never one below our own: exec(2) hands it on.
        string peakFile = _runner.FileNamed("peak");
        IEnumerable<string> command = contestant.IsJob ? [.. contestant.Command, "--stats"] : contestant.Command;
        string? time = InstalledPrograms.Find("time");
        prepare();
        RunOne(contestant, time is null ? [.. command] : [time, "-o", peakFile, "-f", "%M", .. command]);
        prepare();
        JobCounters? counters = contestant.IsJob ? JobCounters.Parse(_runner.Errors) : null;
        return (time is null ? null : PeakIn(peakFile), counters);
    }

    /// <summary>The last line, in KiB; one before it tells of an exit code that isn't 0.</summary>
    private static long PeakIn(string file) =>
        1024 * long.Parse(File.ReadLines(file).Last(), CultureInfo.InvariantCulture);

    private ProcessRun RunOne(Contestant contestant, IReadOnlyList<string> command)
    {
        ProcessRun run = _runner.Run(command, _cancellation);
        if (run.ExitCode == (int)ExitCode.Interrupted)
        {
            // Ctrl-C goes to all programs on a terminal, and this one may be the first to be gone.
            throw new OperationCanceledException();
        }

        return run.ExitCode == contestant.SuccessCode ? run : throw new BenchException(
            $"'{contestant}' ended with {run.ExitCode}: {_runner.Errors.ReplaceLineEndings(" ").Trim()}");
    }
}
