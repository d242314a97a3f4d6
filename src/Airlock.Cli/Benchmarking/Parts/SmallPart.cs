namespace Airlock.Cli.Benchmarking.Parts;

/// <summary>A tenth of the bytes, a sector at a time: what each request costs.</summary>
internal static class SmallPart
{
    private const long Share = 10;

    public static PartResult Run(BenchContext context)
    {
        Contestant[] contestants =
        [
            new("dd bs=512", InstalledPrograms.Require("dd"), $"if={context.Input}", $"of={context.Output}", "bs=512"),
            BenchContext.Job("airlock copy --chunk-size 512", context.Input, context.Output, "--chunk-size", "512"),
        ];
        return context.Measure(BenchPart.Small, context.Options.Bytes / Share, context.Output, contestants);
    }
}
