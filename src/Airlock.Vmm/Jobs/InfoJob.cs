using Airlock.Hypervisor;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Jobs;

/// <summary>
/// Says what an image is: format, virtual size, what it refers to, and whether <see cref="ConvertJob"/> would take it.
/// No name in an image is ever looked up.
/// </summary>
/// <example>
/// <code>
/// RunResult result = new InfoJob("upload.qcow2").Run();
/// bool isFit = result is { Outcome: RunOutcome.Succeeded, Info.Convertible: null };
/// </code>
/// </example>
public sealed class InfoJob : Job
{
    private readonly string _imagePath;
    private readonly ImageOptions _image;

    /// <param name="imagePath">A regular file or a block device.</param>
    /// <param name="image">How it is read; null for the defaults.</param>
    /// <param name="options">How the machine is run; null for the defaults.</param>
    /// <exception cref="ArgumentException">The path is empty, or no file can have that name.</exception>
    public InfoJob(string imagePath, ImageOptions? image = null, DiskJobOptions? options = null)
        : this(imagePath, image, options, Hypervisors.Open)
    {
    }

    internal InfoJob(string imagePath, ImageOptions? image, DiskJobOptions? options, Func<MachineKind, IHypervisor> open)
        : base(options, open)
    {
        CheckName(imagePath);
        _imagePath = imagePath;
        _image = image ?? new ImageOptions();
    }

    /// <summary>
    /// Whether all tables of the image are followed, not only its header: then a conversion can be refused for nothing but what
    /// compressed data hold. It takes longer the larger the tables are.
    /// </summary>
    public bool FollowsTables { get; init; }

    /// <summary>Bytes that the image's file takes on its disk; zero before the job has run.</summary>
    public ulong AllocatedBytes { get; private set; }

    private protected override RunResult RunWith(JobContext context)
    {
        _image.Validate();
        using InputFile input = OpenInput(_imagePath);
        AllocatedBytes = input.Identity.AllocatedBytes;
        return context.RunMachine(new JobFiles(input, Output: null), new InfoOperation(_image, FollowsTables));
    }
}
