namespace Airlock.Cli.Benchmarking.Parts;

/// <summary>A file of which 95 % are holes, which nobody should read or write.</summary>
internal static class SparsePart
{
    public static PartResult Run(BenchContext context)
    {
        long bytes = context.Options.Bytes;
        if (context.LackFor(bytes, context.Output) is { } lack)
        {
            return context.Result(BenchPart.Sparse, bytes, [], lack);
        }

        string input = Path.Combine(context.Folders.Memory, "holes");
        string output = context.Output;
        BenchInput.WriteSparse(input, bytes, context.Cancellation);
        var contestants = new List<Contestant>
        {
            new("dd bs=1M conv=sparse", InstalledPrograms.Require("dd"),
                $"if={input}", $"of={output}", "bs=1M", "conv=sparse"),
            new("cp --sparse=auto", InstalledPrograms.Require("cp"), "--sparse=auto", "--reflink=never", input, output),
        };
        contestants.AddIfInstalled("qemu-img convert", "qemu-img", "convert", "-f", "raw", "-O", "raw", input, output);
        contestants.Add(BenchContext.Job("airlock copy", input, output));
        List<RowResult> rows = context.Compare("sparse", contestants, output, context.Options.Rounds);
        File.Delete(input);
        return context.Result(BenchPart.Sparse, bytes, rows);
    }
}
