namespace Airlock.Virtio.Mmio;

/// <summary>How a transport wakes whoever works on a queue. Called by the vCPU's thread; must not block.</summary>
public interface IQueueNotifier
{
    /// <summary>There may be something to take.</summary>
    /// <param name="queue">Index of the queue; it exists.</param>
    void Notify(int queue);
}
