using Airlock.Virtio.Mmio;

namespace Airlock.Testing;

/// <summary>Counts notifications; what they shall do can be given.</summary>
public sealed class RecordingNotifier : IQueueNotifier
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>The queue of the last one.</summary>
    public int LastQueue { get; private set; }

    /// <summary>Done for each notification, on the thread of the vCPU.</summary>
    public Action? OnNotify { get; set; }

    public void Notify(int queue)
    {
        LastQueue = queue;
        Interlocked.Increment(ref _count);
        OnNotify?.Invoke();
    }
}
