namespace Airlock.Cli.Benchmarking;

/// <summary>What to measure, with how much data, and where.</summary>
internal sealed record BenchOptions
{
    private const string SharedMemory = "/dev/shm";

    public const long DefaultBytes = 1_000_000_000;

    public const int DefaultRounds = 7;

    public static string DefaultFolder { get; } =
        Directory.Exists(SharedMemory) ? SharedMemory : Path.GetTempPath();

    public static string DefaultDisk { get; } = Path.GetTempPath();

    public IReadOnlyList<BenchPart> Parts { get; init; } = BenchParts.All;

    /// <summary>Size of the input; some parts take fractions and multiples of it.</summary>
    public long Bytes { get; init; } = DefaultBytes;

    /// <summary>How often each command runs.</summary>
    public int Rounds { get; init; } = DefaultRounds;

    /// <summary>A folder in memory.</summary>
    public string Folder { get; init; } = DefaultFolder;

    /// <summary>A folder on a disk.</summary>
    public string Disk { get; init; } = DefaultDisk;
}
