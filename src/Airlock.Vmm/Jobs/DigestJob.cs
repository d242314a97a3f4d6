using Airlock.Hypervisor;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Jobs;

/// <summary>
/// Hashes what is in an image with SHA-256 (FIPS 180-4): the bytes of its virtual disk, as <see cref="ConvertJob"/> would write
/// them, so that images of any format with the same contents have the same digest. What that job refuses is refused.
/// </summary>
/// <example>
/// <code>
/// RunResult result = new DigestJob("upload.qcow2").Run();
/// byte[]? sha256 = result.Digest?.Digest.ToByteArray();
/// </code>
/// </example>
public sealed class DigestJob : ImageJob
{
    /// <param name="imagePath">A regular file or a block device.</param>
    /// <param name="image">How it is read; null for the defaults.</param>
    /// <param name="options">How the machine is run; null for the defaults.</param>
    /// <exception cref="ArgumentException">The path is empty, or no file can have that name.</exception>
    public DigestJob(string imagePath, ImageOptions? image = null, DiskJobOptions? options = null)
        : this(imagePath, image, options, Hypervisors.Open)
    {
    }

    internal DigestJob(string imagePath, ImageOptions? image, DiskJobOptions? options, Func<MachineKind, IHypervisor> open)
        : base(imagePath, image, options, open)
    {
    }

    private protected override ImageOperation OperationFor(ImageOptions image) => new DigestOperation(image);
}
