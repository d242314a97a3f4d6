namespace Airlock.Cli.Benchmarking;

/// <summary>
/// All of them, and their names. Written out, because each start of the program makes its command line, and an enum's
/// names would be looked for by reflection.
/// </summary>
internal static class BenchParts
{
    public static string[] Names { get; } = ["startup", "copy", "disk", "small", "messages", "sparse", "linear"];

    public static BenchPart[] All { get; } =
    [
        BenchPart.Startup,
        BenchPart.Copy,
        BenchPart.Disk,
        BenchPart.Small,
        BenchPart.Messages,
        BenchPart.Sparse,
        BenchPart.Linear,
    ];

    public static string NameOf(BenchPart part) => Names[(int)part];
}
