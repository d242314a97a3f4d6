using System.Runtime.CompilerServices;
using Airlock.Hypervisor;
using Airlock.Protocol;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Jobs;

/// <summary>
/// Says what lies where in an image's virtual disk: data and where in the file, compressed data, zeroes and holes, from the
/// first byte to the last one. What <see cref="ConvertJob"/> would refuse by the image's tables is refused.
/// </summary>
/// <remarks>Parts come as they are found. They are all of the disk only if the run has succeeded in the end.</remarks>
/// <example>
/// <code>
/// var job = new MapJob("upload.qcow2");
/// await foreach (MapExtent extent in job.ExtentsAsync(cancellationToken))
///     Console.WriteLine($"{extent.Start} {extent.Length} {extent.Kind}");
/// bool isWhole = job.Result!.Outcome == RunOutcome.Succeeded;
/// </code>
/// </example>
public sealed class MapJob : ImageJob
{
    /// <param name="imagePath">A regular file or a block device.</param>
    /// <param name="image">How it is read; null for the defaults.</param>
    /// <param name="options">How the machine is run; null for the defaults.</param>
    /// <exception cref="ArgumentException">The path is empty, or no file can have that name.</exception>
    public MapJob(string imagePath, ImageOptions? image = null, DiskJobOptions? options = null)
        : this(imagePath, image, options, Hypervisors.Open)
    {
    }

    internal MapJob(string imagePath, ImageOptions? image, DiskJobOptions? options, Func<MachineKind, IHypervisor> open)
        : base(imagePath, image, options, open)
    {
    }

    /// <summary>Runs the job on another thread and yields the parts; afterwards, <see cref="Job.Result"/> is set.</summary>
    /// <param name="cancellationToken">Ends the run. So does leaving the loop early.</param>
    /// <inheritdoc cref="Job.Run" path="/exception"/>
    public async IAsyncEnumerable<MapExtent> ExtentsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (GuestMessage message in RunAsync(cancellationToken).ConfigureAwait(false))
        {
            if (message.MapExtent is { } extent)
            {
                yield return MapExtent.Of(extent);
            }
        }
    }

    private protected override ImageOperation OperationFor(ImageOptions image) => new MapOperation(image);
}
