namespace Airlock.Cli.Benchmarking.Parts;

/// <summary>The smallest job, from the start of the process to its end: what it costs to be there at all.</summary>
internal static class StartupPart
{
    private const long Sectors = 50;

    /// <summary>The runs are short, and noise is long.</summary>
    private const int RoundsPerRound = 3;

    public static PartResult Run(BenchContext context)
    {
        const long bytes = Sectors * 512;
        (string input, string output) = (context.Input, context.Output);
        context.MakeInput(bytes);
        var contestants = new List<Contestant>
        {
            new("dd", InstalledPrograms.Require("dd"), $"if={input}", $"of={output}", "bs=1M"),
            new("true", InstalledPrograms.Require("true")),
            new("airlock --version", BenchContext.Airlock, "--version"),
            BenchContext.Job("airlock copy", input, output),
        };
        if (MicroVm.Contestant(context.Folders.Memory) is { } microVm)
        {
            contestants.Add(microVm);
        }

        int rounds = context.Options.Rounds * RoundsPerRound;
        List<RowResult> rows = context.Compare("startup", contestants, output, rounds);
        return context.Result(BenchPart.Startup, bytes, rows) with { Rounds = rounds };
    }
}
