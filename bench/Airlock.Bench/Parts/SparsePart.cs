namespace Airlock.Bench.Parts;

/// <summary>Files with holes, which nobody should read or write.</summary>
internal static class SparsePart
{
    private const int MiB = 1 << 20;

    /// <summary>95 % of the file.</summary>
    private static readonly SparseShape s_mostlyHoles = new(MiB, 20 * MiB);

    /// <summary>The most extents that a file of that size can have.</summary>
    private static readonly SparseShape s_everyOtherBlock = new(4096, 2 * 4096);

    public static PartResult MostlyHoles(BenchContext context) => Measure(
        context,
        BenchPart.Sparse,
        s_mostlyHoles,
        new Contestant("dd bs=1M conv=sparse", InstalledPrograms.Require("dd"),
            $"if={InputOf(context)}", $"of={context.Output}", "bs=1M", "conv=sparse"));

    /// <summary>Without dd, which finds only holes as large as its blocks.</summary>
    public static PartResult EveryOtherBlock(BenchContext context) =>
        Measure(context, BenchPart.Alternate, s_everyOtherBlock);

    private static PartResult Measure(
        BenchContext context, BenchPart part, SparseShape shape, params Contestant[] before)
    {
        long bytes = context.BytesOf(part);
        if (context.LackFor(bytes, context.Output) is { } lack)
        {
            return context.Result(part, bytes, [], lack);
        }

        (string input, string output) = (InputOf(context), context.Output);
        BenchInput.WriteSparse(input, bytes, shape, context.Cancellation);
        List<Contestant> contestants =
        [
            .. before,
            new("cp --sparse=auto", InstalledPrograms.Require("cp"), "--sparse=auto", "--reflink=never", input, output),
        ];
        contestants.AddIfInstalled("qemu-img convert", "qemu-img", "convert", "-f", "raw", "-O", "raw", input, output);
        contestants.Add(context.Job("airlock copy", input, output));
        List<RowResult> rows = context.Compare(part.Name(), contestants, output, context.Options.Rounds);
        File.Delete(input);
        return context.Result(part, bytes, rows);
    }

    private static string InputOf(BenchContext context) => Path.Combine(context.Folders.Memory, "holes");
}
