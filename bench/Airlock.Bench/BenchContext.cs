using Airlock.Interop;

namespace Airlock.Bench;

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

    public string Input => Path.Combine(Folders.Memory, "in");

    public string Output => Path.Combine(Folders.Memory, "out");

    public string DiskOutput => Path.Combine(Folders.Disk, "out");

    public long BytesOf(BenchPart part) => Options.Bytes ?? part.UsualBytes();

    /// <summary>A copy of ours, with options.</summary>
    public Contestant Job(string name, string input, string output, params string[] options) =>
        Command(name, "copy", [input, output, .. options]);

    /// <summary>Any command of ours that runs a machine.</summary>
    public Contestant Command(string name, string command, params string[] arguments) =>
        new(name, [Options.Airlock, command, .. arguments, .. MachineOption()]) { IsJob = true };

    /// <summary>A part of one race over random bytes, if there is room for them and their copy.</summary>
    public PartResult Measure(BenchPart part, string output, IReadOnlyList<Contestant> contestants)
    {
        long bytes = BytesOf(part);
        if (LackFor(bytes, output) is { } lack)
        {
            return Result(part, bytes, [], lack);
        }

        MakeInput(bytes);
        return Result(part, bytes, Compare(part.Name(), contestants, output, Options.Rounds));
    }

    /// <summary>Times commands that all write the same output, and observes each once.</summary>
    public List<RowResult> Compare(string title, IReadOnlyList<Contestant> contestants, string output, int rounds)
    {
        void Prepare() => Remove(output);
        RaceTimes times = _race.Run(title, contestants, rounds, Prepare);
        int[] jobs = [.. Enumerable.Range(0, contestants.Count).Where(i => contestants[i].IsJob)];
        return
        [
            .. contestants.Select((contestant, i) => _race.Observe(contestant, times.Row(contestant.Name, i), Prepare)
                with
                {
                    JobRatio = jobs is [int job] && job != i && contestants.Count > 2 ? times.Ratio(job, i) : null,
                }),
        ];
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
        Part = part,
        Bytes = bytes,
        Rounds = Options.Rounds,
        Rows = rows,
        Notes = [.. notes.OfType<string>()],
    };

    private string[] MachineOption() => Options.Machine is { } kind ? ["--machine", kind.Name()] : [];

    /// <summary>Removes an output, and those whose names begin like it.</summary>
    private void Remove(string output)
    {
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(output)!, Path.GetFileName(output) + "*"))
        {
            File.Delete(file);
        }

        if (output == DiskOutput)
        {
            // What the run before left to write back is not the next one's load.
            LibC.sync();
        }
    }
}
