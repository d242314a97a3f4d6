using Airlock.Hypervisor;
using Airlock.Protocol;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Jobs;

/// <summary>
/// Writes the contents of an image as a raw disk. One machine says what the image is, and the output is made by that; a
/// second one, which has to find the same, converts it, or several, each a part.
/// </summary>
/// <example>
/// <code>
/// var job = new ConvertJob("upload.qcow2", "disk.img", new ImageOptions { Format = "qcow2", MaxVirtualSize = 107_374_182_400 });
/// RunResult result = await job.RunAsync(progress, cancellationToken);
/// </code>
/// </example>
public sealed class ConvertJob : Job
{
    /// <summary>Of the output: how much of a disk has data is known when it is converted.</summary>
    private const ulong BytesThatAreKnown = 0;

    private readonly string _imagePath;
    private readonly string _outputPath;
    private readonly ImageOptions _image;

    /// <param name="imagePath">A regular file or a block device.</param>
    /// <param name="outputPath">A file to create or replace, or a block device to write in place.</param>
    /// <param name="image">How the image is read; null for the defaults.</param>
    /// <param name="options">How the machines are run; null for the defaults.</param>
    /// <exception cref="ArgumentException">A path is empty, or no file can have that name.</exception>
    public ConvertJob(string imagePath, string outputPath, ImageOptions? image = null, DiskJobOptions? options = null)
        : this(imagePath, outputPath, image, options, Hypervisors.Open)
    {
    }

    internal ConvertJob(
        string imagePath, string outputPath, ImageOptions? image, DiskJobOptions? options, Func<MachineKind, IHypervisor> open)
        : base(options, open)
    {
        CheckName(imagePath);
        CheckName(outputPath);
        _imagePath = imagePath;
        _outputPath = outputPath;
        _image = image ?? new ImageOptions();
    }

    private protected override RunResult RunWith(JobContext context)
    {
        _image.Validate();
        using InputFile input = OpenInput(_imagePath);
        RunResult first = context.RunMachine(new JobFiles(input, Output: null), new InfoOperation(_image), heard: false);
        if (first.Outcome != RunOutcome.Succeeded || first.Info is not { } announced)
        {
            return first;
        }

        if (announced.Convertible is { } refusal)
        {
            return first with { Outcome = RunOutcome.Refused, Refusal = refusal, Reason = RefusalSentence.Of(refusal) };
        }

        return Convert(context, input, announced);
    }

    private RunResult Convert(JobContext context, InputFile input, InfoResultMessage announced)
    {
        using OutputTarget output = OpenOutput(_outputPath, input, announced.VirtualSize, BytesThatAreKnown);
        int machines = Options.Machines ?? ConvertParts.DefaultMachines(announced);
        ConvertOperation[] operations =
            [.. ConvertParts.Of(announced.VirtualSize, _image.MostData(input.Length), machines)
                .Select(part => new ConvertOperation(_image, announced, part))];
        var files = new JobFiles(input, output);
        return operations.Length == 1
            ? context.RunMachine(files, operations[0])
            : context.RunMachines(files, operations, machines);
    }
}
