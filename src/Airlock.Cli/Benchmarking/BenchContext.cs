using Airlock.Interop;

namespace Airlock.Cli.Benchmarking;

/// <summary>What every part needs: how much, where, and who runs the commands.</summary>
internal sealed class BenchContext
{
    private readonly Race _race;

    public BenchContext(BenchOptions options, BenchFolders folders, Race race, CancellationToken cancellation)
    {
        Options = options;
        Folders = folders;
        Cancellation = cancellation;
        _race = race;
    }

    public BenchOptions Options { get; }

    public BenchFolders Folders { get; }

    public CancellationToken Cancellation { get; }

    /// <summary>This program, which runs its own jobs as whole processes like any rival.</summary>
    public static string Airlock { get; } = Environment.ProcessPath
        ?? throw new BenchException("The program doesn't know where it lies.", ExitCode.HostUnsupported);

    public string Input => Path.Combine(Folders.Memory, "in");

    public string Output => Path.Combine(Folders.Memory, "out");

    public string DiskOutput => Path.Combine(Folders.Disk, "out");

    /// <summary>A copy of ours, with options.</summary>
    public static Contestant Job(string name, string input, string output, params string[] options) =>
        new(name, [Airlock, "copy", input, output, .. options]) { IsJob = true };

    /// <summary>A part of one race over random bytes, if there is room for them and their copy.</summary>
    public PartResult Measure(BenchPart part, long bytes, string output, IReadOnlyList<Contestant> contestants)
    {
        if (LackFor(bytes, output) is { } lack)
        {
            return Result(part, bytes, [], lack);
        }

        MakeInput(bytes);
        return Result(part, bytes, Compare(BenchParts.NameOf(part), contestants, output, Options.Rounds));
    }

    /// <summary>Times commands that all write the same output, and observes each once.</summary>
    public List<RowResult> Compare(string title, IReadOnlyList<Contestant> contestants, string output, int rounds)
    {
        void Prepare() => Remove(output);
        RaceTimes times = _race.Run(title, contestants, rounds, Prepare);
        var rows = new List<RowResult>();
        for (int i = 0; i < contestants.Count; i++)
        {
            (long? peak, JobCounters? counters) = _race.Observe(contestants[i], Prepare);
            rows.Add(times.Row(contestants[i].Name, i) with { PeakBytes = peak, Counters = counters });
        }

        return rows;
    }

    /// <summary>Makes <see cref="Input"/> so long, of random bytes.</summary>
    public void MakeInput(long bytes)
    {
        // A longer one holds what another part needed: what fits is kept, for it takes long to make.
        using (FileStream file = File.OpenWrite(Input))
        {
            file.SetLength(Math.Min(file.Length, bytes));
        }

        BenchInput.WriteRandom(Input, bytes, Cancellation);
    }

    /// <summary>Why an input of so many bytes and its copy don't fit, or null.</summary>
    public string? LackFor(long bytes, string output)
    {
        long input = File.Exists(Input) ? Math.Max(0, bytes - new FileInfo(Input).Length) : bytes;
        return output == DiskOutput
            ? FreeSpace.Lack(Options.Folder, input) ?? FreeSpace.Lack(Options.Disk, bytes)
            : FreeSpace.Lack(Options.Folder, input + bytes);
    }

    /// <summary>What was measured, with how.</summary>
    public PartResult Result(BenchPart part, long bytes, List<RowResult> rows, params string?[] notes) => new()
    {
        Part = BenchParts.NameOf(part),
        Bytes = bytes,
        Rounds = Options.Rounds,
        Rows = rows,
        Notes = [.. notes.OfType<string>()],
    };

    private void Remove(string output)
    {
        File.Delete(output);
        if (output == DiskOutput)
        {
            // What the run before left to write back is not the next one's load.
            LibC.sync();
        }
    }
}
