using Airlock.Hypervisor;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;

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
public sealed class InfoJob : ImageJob
{
    /// <param name="imagePath">A regular file or a block device.</param>
    /// <param name="image">How it is read; null for the defaults.</param>
    /// <param name="options">How the machine is run; null for the defaults.</param>
    /// <exception cref="ArgumentException">The path is empty, or no file can have that name.</exception>
    public InfoJob(string imagePath, ImageOptions? image = null, DiskJobOptions? options = null)
        : this(imagePath, image, options, Hypervisors.Open)
    {
    }

    internal InfoJob(string imagePath, ImageOptions? image, DiskJobOptions? options, Func<MachineKind, IHypervisor> open)
        : base(imagePath, image, options, open)
    {
    }

    /// <summary>
    /// Whether all tables of the image are followed, not only its header: then a conversion can be refused for nothing but what
    /// compressed data hold. It takes longer the larger the tables are.
    /// </summary>
    public bool FollowsTables { get; init; }

    private protected override ImageOperation OperationFor(ImageOptions image) => new InfoOperation(image, FollowsTables);
}
