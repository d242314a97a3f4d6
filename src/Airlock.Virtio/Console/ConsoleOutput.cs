using Airlock.Virtio.Queues;

namespace Airlock.Virtio.Console;

/// <summary>A chain of the transmit queue while its bytes are copied out; made once and used again.</summary>
internal sealed class ConsoleOutput : IQueueRequest
{
    /// <inheritdoc/>
    public DescriptorChain Chain { get; } = new();
}
