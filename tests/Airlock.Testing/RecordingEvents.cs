using System.Collections.Concurrent;
using Airlock.Virtio;
using Airlock.Virtio.Block;
using Airlock.Virtio.Queues;

namespace Airlock.Testing;

/// <summary>Remembers what a device has told the VMM.</summary>
public sealed class RecordingEvents : IBlockEvents
{
    private int _interrupts;

    public ConcurrentQueue<QueueError> Errors { get; } = new();

    public ConcurrentQueue<BlockCompletion> Completions { get; } = new();

    /// <summary>Off for measurements of allocation.</summary>
    public bool Recording { get; set; } = true;

    public int Interrupts => Volatile.Read(ref _interrupts);

    public VirtioInterrupts LastInterrupt { get; private set; }

    public void InterruptRaised(VirtioInterrupts interrupts)
    {
        LastInterrupt = interrupts;
        Interlocked.Increment(ref _interrupts);
    }

    public void QueueBroken(in QueueError queueError) => Errors.Enqueue(queueError);

    public void RequestCompleted(in BlockCompletion completion)
    {
        if (Recording)
        {
            Completions.Enqueue(completion);
        }
    }
}
