using Airlock.Protocol;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Jobs;

/// <summary>
/// Writes the contents of an image, or of a part of its disk, to an output. A guest is believed if it has found what was
/// announced, every byte of that part was written, or zeroed, and as much of it with data as it says.
/// </summary>
/// <param name="announced">What an earlier machine said of the image, by which the output was made.</param>
/// <param name="part">The part of the disk, which begins at a multiple of 512; null: all of it.</param>
internal sealed class ConvertOperation(ImageOptions image, InfoResultMessage announced, DiskPart? part = null)
    : ImageOperation(Protocol.Operation.Convert, image)
{
    /// <summary>How many it is to convert; the last may be a part of one.</summary>
    public ulong Sectors => JobSpec.SectorsOf(part?.Length ?? announced.VirtualSize);

    public override bool WritesZeroes => true;

    public override DiskPart? OutputPart => part;

    public override string Failure => "The image can't be converted";

    public override void Configure(VmmConfig config)
    {
        base.Configure(config);
        config.RangeStart = part?.Start ?? 0;
        config.RangeBytes = part?.Length ?? 0;
    }

    protected override string? Doubt(InfoResultMessage info, MessageOrder said, MachineReport report)
    {
        if (info.Format != announced.Format || info.VirtualSize != announced.VirtualSize)
        {
            return $"The guest has found another image than before, when it was of format {announced.Format} with {announced.VirtualSize} bytes.";
        }

        if (!report.AreOutputsWritten)
        {
            return "The guest reported success, but didn't write every byte of the output.";
        }

        ulong written = (ulong)report.Disks[^1].BytesWritten; // the output's window is behind the input's
        return said.Completion?.Count == written
            ? null
            : $"The guest says that it wrote {said.Completion?.Count} bytes of data, where its device saw {written}.";
    }
}
