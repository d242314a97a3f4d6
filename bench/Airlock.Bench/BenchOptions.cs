namespace Airlock.Bench;

/// <summary>What to measure, with how much data, and where.</summary>
internal sealed record BenchOptions
{
    private const string SharedMemory = "/dev/shm";

    public const int DefaultRounds = 7;

    public static string DefaultFolder { get; } =
        Directory.Exists(SharedMemory) ? SharedMemory : Path.GetTempPath();

    public static string DefaultDisk { get; } = Path.GetTempPath();

    public IReadOnlyList<BenchPart> Parts { get; init; } = BenchParts.All;

    /// <summary>Size of the input instead of the usual one; some parts take fractions and multiples of it.</summary>
    public long? Bytes { get; init; }

    /// <summary>How often each command runs.</summary>
    public int Rounds { get; init; } = DefaultRounds;

    /// <summary>The machine that airlock is told to use, or null: it chooses.</summary>
    public MachineKind? Machine { get; init; }

    /// <summary>A folder in memory.</summary>
    public string Folder { get; init; } = DefaultFolder;

    /// <summary>A folder on a disk.</summary>
    public string Disk { get; init; } = DefaultDisk;

    /// <summary>The program that is measured.</summary>
    public string Airlock { get; init; } = Checkout.Airlock;

    /// <summary>What measures this part again.</summary>
    public string CommandFor(BenchPart part, long bytes)
    {
        string machine = Machine is { } kind ? $" --machine {kind.Name()}" : string.Empty;
        string size = part == BenchPart.Startup ? string.Empty : $" --size {bytes}";
        return $"./bench.sh --only {part.Name()}{size} --rounds {Rounds}{machine}";
    }
}
