using Airlock.Hypervisor;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Jobs;

/// <summary>A question about an image, which one machine answers and nothing is written for.</summary>
public abstract class ImageJob : Job
{
    private readonly string _imagePath;
    private readonly ImageOptions _image;

    /// <param name="imagePath">A regular file or a block device.</param>
    /// <param name="image">How it is read; null for the defaults.</param>
    /// <param name="options">How the machine is run; null for the defaults.</param>
    /// <param name="open">Opens a make of the machine.</param>
    private protected ImageJob(
        string imagePath, ImageOptions? image, DiskJobOptions? options, Func<MachineKind, IHypervisor> open)
        : base(options, open)
    {
        CheckName(imagePath);
        _imagePath = imagePath;
        _image = image ?? new ImageOptions();
    }

    /// <summary>Bytes that the image's file takes on its disk; zero before the job has run.</summary>
    public ulong AllocatedBytes { get; private set; }

    /// <summary>What is asked.</summary>
    private protected abstract ImageOperation OperationFor(ImageOptions image);

    private protected override RunResult RunWith(JobContext context)
    {
        _image.Validate();
        using InputFile input = OpenInput(_imagePath);
        AllocatedBytes = input.Identity.AllocatedBytes;
        return context.RunMachine(new JobFiles(input, Output: null), OperationFor(_image));
    }
}
