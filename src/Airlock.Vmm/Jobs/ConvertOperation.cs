using Airlock.Protocol;
using Airlock.Vmm.Machines;

namespace Airlock.Vmm.Jobs;

/// <summary>
/// Writes the contents of an image to an output. A guest is believed if it has found what was announced, every byte of the
/// output was written, or zeroed, and as much of it with data as it says.
/// </summary>
/// <param name="announced">What an earlier machine said of the image, by which the output was made.</param>
internal sealed class ConvertOperation(ImageOptions image, InfoResultMessage announced)
    : ImageOperation(Protocol.Operation.Convert, image)
{
    public override bool WritesZeroes => true;

    public override string Failure => "The image can't be converted";

    public override string? Doubt(MessageOrder said, MachineReport report)
    {
        if (said.InfoResult is not { } now || now.Format != announced.Format || now.VirtualSize != announced.VirtualSize)
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
