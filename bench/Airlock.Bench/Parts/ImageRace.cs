namespace Airlock.Bench.Parts;

/// <summary>Races over one image after the other, each made by qemu-img and raced against it.</summary>
/// <param name="qemu">Where qemu-img lies.</param>
internal sealed class ImageRace(BenchContext context, string qemu)
{
    private readonly ProgramRunner _maker = new(context.Folders.Memory);

    private string Image => Path.Combine(context.Folders.Memory, "image");

    /// <summary>Makes a qcow2 image of a raw disk, and has it converted back.</summary>
    /// <param name="options">Of <c>qemu-img convert</c>, for the making.</param>
    public IEnumerable<RowResult> Convert(string group, string disk, string[] options)
    {
        string[] make = [qemu, "convert", "-f", "raw", "-O", "qcow2", .. options, disk, Image];
        ProcessRun made = _maker.Run(make, context.Cancellation);
        if (made.ExitCode != 0)
        {
            throw new BenchException($"'{string.Join(' ', make)}' ended with {made.ExitCode}: {_maker.Errors.Trim()}");
        }

        Contestant[] contestants =
        [
            new("qemu-img convert", qemu, "convert", "-f", "qcow2", "-O", "raw", Image, context.Output),
            context.Command("airlock convert", "convert", "-f", "qcow2", Image, context.Output),
        ];
        return Race(group, contestants, context.Options.Rounds);
    }

    /// <summary>Has a question asked of the image that was made last.</summary>
    public IEnumerable<RowResult> Info(string group, int rounds) => Race(
        group,
        [new("qemu-img info", qemu, "info", Image), context.Command("airlock info", "info", Image)],
        Math.Max(rounds, context.Options.Rounds));

    private IEnumerable<RowResult> Race(string group, Contestant[] contestants, int rounds) =>
        context.Compare($"{BenchPart.Images.Name()}: {group}", contestants, context.Output, rounds)
            .Select(row => row with { Group = group });
}
