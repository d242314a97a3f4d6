using Airlock.Hypervisor;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Jobs;

/// <summary>
/// Compares what is in two images, whatever their formats: the bytes of their virtual disks, as <see cref="ConvertJob"/> would
/// write them. Where one disk has ended it counts as zeroes. What that job refuses is refused.
/// </summary>
/// <example>
/// <code>
/// RunResult result = new CompareJob("backup.qcow2", "disk.img").Run();
/// bool isSame = result is { Outcome: RunOutcome.Succeeded, Comparison.Identical: true };
/// </code>
/// </example>
public sealed class CompareJob : Job
{
    private readonly string _firstPath;
    private readonly string _secondPath;
    private readonly ImageOptions _image;

    /// <param name="firstPath">A regular file or a block device.</param>
    /// <param name="secondPath">Another one, or the same.</param>
    /// <param name="image">How both are read, and the first one's format; null for the defaults.</param>
    /// <param name="options">How the machine is run; null for the defaults.</param>
    /// <exception cref="ArgumentException">A path is empty, or no file can have that name.</exception>
    public CompareJob(string firstPath, string secondPath, ImageOptions? image = null, DiskJobOptions? options = null)
        : this(firstPath, secondPath, image, options, Hypervisors.Open)
    {
    }

    internal CompareJob(
        string firstPath, string secondPath, ImageOptions? image, DiskJobOptions? options, Func<MachineKind, IHypervisor> open)
        : base(options, open)
    {
        CheckName(firstPath);
        CheckName(secondPath);
        _firstPath = firstPath;
        _secondPath = secondPath;
        _image = image ?? new ImageOptions();
    }

    /// <summary>The second image's format; null to find it out by the contents.</summary>
    public string? SecondFormat { get; init; }

    private protected override RunResult RunWith(JobContext context)
    {
        _image.Validate();
        ImageOptions.CheckFormat(SecondFormat);
        using InputFile first = OpenInput(_firstPath);
        using InputFile second = OpenInput(_secondPath);
        return context.RunMachine(new JobFiles(first, Output: null, second), new CompareOperation(_image, SecondFormat));
    }
}
