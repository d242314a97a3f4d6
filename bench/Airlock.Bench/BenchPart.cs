namespace Airlock.Bench;

/// <summary>What can be measured; the names, in lower case, are those of <c>--only</c>.</summary>
internal enum BenchPart
{
    Startup,
    Copy,
    Disk,
    Small,
    Messages,
    Sparse,
    Alternate,
    Linear,
    Many,
    Images,
}

internal static class BenchParts
{
    public static IReadOnlyList<BenchPart> All { get; } = Enum.GetValues<BenchPart>();

    public static string Name(this BenchPart part) => part.ToString().ToLowerInvariant();

    public static string Title(this BenchPart part) => part switch
    {
        BenchPart.Startup => "Start-up",
        BenchPart.Copy => "Copy in memory",
        BenchPart.Disk => "Copy to a disk, flushed",
        BenchPart.Small => "Small requests",
        BenchPart.Messages => "Messages",
        BenchPart.Sparse => "Holes",
        BenchPart.Alternate => "Every other 4 KiB a hole",
        BenchPart.Linear => "Growth",
        BenchPart.Images => "Images",
        _ => "Many runs",
    };

    /// <summary>Size of the input where none is asked for.</summary>
    public static long UsualBytes(this BenchPart part) => part switch
    {
        BenchPart.Startup => 50 * 512,
        BenchPart.Copy or BenchPart.Disk => 2_000_000_000,
        BenchPart.Small or BenchPart.Messages => 10_000_000L * 512, // and a million messages
        BenchPart.Sparse => 5_120_000_000,
        BenchPart.Alternate => 1 << 30,
        BenchPart.Linear => 1_000_000_000,
        BenchPart.Images => 2L << 30,
        _ => 1_000_000,
    };
}
