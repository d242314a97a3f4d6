namespace Airlock.Guest.Virtio;

/// <summary>How the descriptors of a queue are dealt out to requests.</summary>
public static class RequestSlots
{
    /// <summary>Header, data and status.</summary>
    public const uint DescriptorsPerRequest = 3;

    /// <summary>The requests that fit into the largest queue.</summary>
    public const uint MaxCount = QueueArea.MaxQueueSize / DescriptorsPerRequest;
}
