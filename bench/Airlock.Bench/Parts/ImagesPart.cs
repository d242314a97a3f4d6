namespace Airlock.Bench.Parts;

/// <summary>Images made by qemu-img: what it takes to convert them, and to look into one.</summary>
internal static class ImagesPart
{
    private const int MiB = 1 << 20;

    /// <summary>A question is short, so it is asked more often.</summary>
    private const int RoundsOfInfo = 10;

    /// <summary>95 % of the disk.</summary>
    private static readonly SparseShape s_mostlyHoles = new(MiB, 20 * MiB);

    private static readonly string[] s_plain = [];
    private static readonly string[] s_deflate = ["-c"];
    private static readonly string[] s_zstd = ["-c", "-o", "compression_type=zstd"];

    public static PartResult Run(BenchContext context)
    {
        long bytes = context.BytesOf(BenchPart.Images);
        if (InstalledPrograms.Find("qemu-img") is not { } program)
        {
            return context.Result(BenchPart.Images, bytes, [], "Left out: qemu-img isn't installed, which makes the images.");
        }

        if (context.LackFor(2 * bytes, context.Output) is { } lack)
        {
            return context.Result(BenchPart.Images, bytes, [], lack);
        }

        var images = new ImageRace(context, program);
        context.MakeInput(bytes);
        List<RowResult> rows = [.. images.Convert("random data", context.Input, s_plain)];
        File.Delete(context.Input);
        string holes = Path.Combine(context.Folders.Memory, "holes"), text = Path.Combine(context.Folders.Memory, "text");
        BenchInput.WriteSparse(holes, bytes, s_mostlyHoles, context.Cancellation);
        rows.AddRange(images.Convert("95 % holes", holes, s_plain));
        rows.AddRange(images.Info("info of it", RoundsOfInfo));
        File.Delete(holes);
        BenchInput.WriteText(text, bytes, context.Cancellation);
        rows.AddRange(images.Convert("text, deflate", text, s_deflate));
        rows.AddRange(images.Convert("text, zstd", text, s_zstd));
        File.Delete(text);
        return context.Result(BenchPart.Images, bytes, rows);
    }
}
