namespace Airlock.Bench.Parts;

/// <summary>Copies of the same random bytes: in memory, and from memory to a disk with a flush at the end.</summary>
internal static class CopyPart
{
    public static PartResult InMemory(BenchContext context)
    {
        (string input, string output) = (context.Input, context.Output);
        var contestants = new List<Contestant>
        {
            new("dd bs=1M", InstalledPrograms.Require("dd"), $"if={input}", $"of={output}", "bs=1M"),
            new("cp --sparse=never --reflink=never", InstalledPrograms.Require("cp"),
                "--sparse=never", "--reflink=never", input, output),
        };
        contestants.AddIfInstalled("qemu-img convert", "qemu-img", "convert", "-f", "raw", "-O", "raw", input, output);
        contestants.Add(context.Job("airlock copy", input, output));
        return context.Measure(BenchPart.Copy, output, contestants);
    }

    /// <summary>Each rival flushes, as airlock always does.</summary>
    public static PartResult ToDisk(BenchContext context)
    {
        (string input, string output) = (context.Input, context.DiskOutput);
        var contestants = new List<Contestant>
        {
            new("dd bs=1M conv=fsync", InstalledPrograms.Require("dd"),
                $"if={input}", $"of={output}", "bs=1M", "conv=fsync"),
            new("cp; sync", "/bin/sh", "-c",
                "cp --sparse=never --reflink=never \"$1\" \"$2\" && sync \"$2\"", "sh", input, output),
        };
        contestants.AddIfInstalled(
            "qemu-img convert -t writeback",
            "qemu-img", "convert", "-t", "writeback", "-f", "raw", "-O", "raw", input, output);
        contestants.Add(context.Job("airlock copy", input, output));
        return context.Measure(BenchPart.Disk, output, contestants);
    }
}
