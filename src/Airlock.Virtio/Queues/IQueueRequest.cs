namespace Airlock.Virtio.Queues;

/// <summary>A device's request, made of a descriptor chain.</summary>
public interface IQueueRequest
{
    /// <summary>The chain that the request came in.</summary>
    DescriptorChain Chain { get; }
}
