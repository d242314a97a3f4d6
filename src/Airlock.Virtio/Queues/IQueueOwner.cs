namespace Airlock.Virtio.Queues;

/// <summary>
/// What a queue tells its transport. Called by the thread that took or completed a request, under the queue's lock:
/// the answer is quick, and takes no lock that is ever held while the queue is started or stopped.
/// </summary>
internal interface IQueueOwner
{
    /// <summary>Buffers have been used, and the driver wants to hear of it.</summary>
    void BuffersUsed();

    /// <summary>The queue is broken; reported once in each of its generations.</summary>
    void QueueBroken(in QueueError error);
}
