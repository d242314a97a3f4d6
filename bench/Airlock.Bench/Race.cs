using System.Diagnostics;
using System.Globalization;

namespace Airlock.Bench;

/// <summary>Runs commands side by side: in each round every one once, in an order that chance gives anew.</summary>
internal sealed class Race
{
    /// <summary>128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>At the memory of a run; a short one is repeated until there were so many.</summary>
    private const int EnoughLooks = 50;

    private const int MostRuns = 20;

    private readonly string _folder;
    private readonly ProgramRunner _runner;
    private readonly Action<string> _report;
    private readonly CancellationToken _cancellation;

    /// <param name="folder">Where streams and notes of the programs are kept.</param>
    /// <param name="report">Is told what is run, in a few words.</param>
    public Race(string folder, Action<string> report, CancellationToken cancellation)
    {
        _folder = folder;
        _runner = new ProgramRunner(folder);
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
        _report($"{title}: {contestants.Count} commands, {rounds} rounds");
        for (int round = 0; round < rounds; round++)
        {
            Random.Shared.Shuffle(order);
            foreach (int contestant in order)
            {
                prepare();
                times.Set(contestant, round, RunAll(contestants[contestant]));
            }
        }

        prepare();
        return times;
    }

    /// <summary>
    /// Runs once more, not for the time, but for its peak memory, if GNU time is installed, and, of a job of ours, for
    /// its counters and the memory of all of its processes, until that was looked at often enough.
    /// </summary>
    public RowResult Observe(Contestant contestant, RowResult row, Action prepare)
    {
        // wait4(2) would tell a peak, too, but never one below our own: exec(2) hands it on.
        string peakFile = Path.Combine(_folder, "peak");
        string? time = InstalledPrograms.Find("time");
        string[] timed = time is null ? [] : [time, "-o", peakFile, "-f", "%M"];
        string[] command = [.. timed, .. contestant.Command, .. contestant.IsJob ? ["--stats"] : Array.Empty<string>()];
        var memory = new MemoryWatch(withRoot: time is null);
        for (int run = 0; run == 0 || (contestant.IsJob && memory.Looks < EnoughLooks && run < MostRuns); run++)
        {
            prepare();
            try
            {
                RunOne(_runner, contestant, command, contestant.IsJob ? memory.Start : null);
            }
            finally
            {
                memory.Stop();
            }
        }

        prepare();
        return row with
        {
            PeakBytes = time is null ? null : PeakIn(peakFile),
            TogetherBytes = contestant.IsJob ? memory.Peak : null,
            Counters = contestant.IsJob ? JobCounters.Parse(_runner.Errors) : null,
        };
    }

    /// <summary>The last line, in KiB; one before it tells of an exit code that isn't 0.</summary>
    private static long PeakIn(string file) =>
        1024 * long.Parse(File.ReadLines(file).Last(), CultureInfo.InvariantCulture);

    /// <summary>All of its command lines at once: the time until the last is gone, and all processor time.</summary>
    private ProcessRun RunAll(Contestant contestant)
    {
        if (contestant.Beside.Count == 0)
        {
            return RunOne(_runner, contestant, contestant.Command);
        }

        IReadOnlyList<string>[] commands = [contestant.Command, .. contestant.Beside];
        ProgramRunner[] runners = [.. commands.Select((_, i) => RunnerNamed($"run-{i}"))];
        long start = Stopwatch.GetTimestamp();
        Task<ProcessRun>[] runs =
        [
            .. commands.Zip(runners, (command, runner) => Task.Factory.StartNew(
                () => RunOne(runner, contestant, command),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)),
        ];
        ProcessRun[] all = Task.WhenAll(runs).GetAwaiter().GetResult();
        var processor = TimeSpan.FromTicks(all.Sum(run => run.Processor.Ticks));
        return new ProcessRun(Stopwatch.GetElapsedTime(start), processor, contestant.SuccessCode);
    }

    private ProgramRunner RunnerNamed(string name) =>
        new(Directory.CreateDirectory(Path.Combine(_folder, name)).FullName);

    private ProcessRun RunOne(
        ProgramRunner runner, Contestant contestant, IReadOnlyList<string> command, Action<int>? started = null)
    {
        ProcessRun run = runner.Run(command, _cancellation, started);
        if (run.ExitCode == Interrupted)
        {
            // Ctrl-C goes to all programs on a terminal, and this one may be the first to be gone.
            throw new OperationCanceledException();
        }

        return run.ExitCode == contestant.SuccessCode ? run : throw new BenchException(
            $"'{contestant}' ended with {run.ExitCode}: {runner.Errors.ReplaceLineEndings(" ").Trim()}");
    }
}
