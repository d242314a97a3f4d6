namespace Airlock.Bench.Parts;

/// <summary>A sector at a time: what each request costs.</summary>
internal static class SmallPart
{
    public static PartResult Run(BenchContext context)
    {
        Contestant[] contestants =
        [
            new("dd bs=512", InstalledPrograms.Require("dd"), $"if={context.Input}", $"of={context.Output}", "bs=512"),
            context.Job("airlock copy --chunk-size 512", context.Input, context.Output, "--chunk-size", "512"),
        ];
        return context.Measure(BenchPart.Small, context.Output, contestants);
    }
}
