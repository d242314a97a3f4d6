using Airlock.Protocol;
using Airlock.Vmm.Machines;

namespace Airlock.Vmm.Jobs;

/// <summary>
/// Asks for the SHA-256 of an image's contents. The digest is the guest's word; it has to be one, and of as many bytes as the
/// guest has said that the virtual disk has.
/// </summary>
internal sealed class DigestOperation(ImageOptions image) : ImageOperation(Protocol.Operation.Digest, image)
{
    private const int DigestLength = 32;

    public override string Failure => "The image can't be read";

    protected override string? Doubt(InfoResultMessage info, MessageOrder said, MachineReport report)
    {
        if (info.Convertible is not null)
        {
            return "The guest has hashed an image that it says a conversion would refuse.";
        }

        if (said.Digest is not { Algorithm: "sha256", Digest.Length: DigestLength } digest)
        {
            return "The guest reported success, but didn't say a SHA-256.";
        }

        return digest.Bytes == info.VirtualSize && said.Completion?.Count == digest.Bytes
            ? null
            : $"The guest says that it hashed {digest.Bytes} bytes, where the image has {info.VirtualSize}.";
    }
}
