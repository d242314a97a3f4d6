using Airlock.Virtio;
using Airlock.Virtio.Block;
using Airlock.Virtio.Mmio;
using Airlock.Virtio.Queues;

namespace Airlock.Fuzz.Machine;

/// <summary>Counts what a device tells the VMM; nothing here allocates.</summary>
internal sealed class DeviceEvents : IBlockEvents, IQueueNotifier
{
    public int Completions { get; private set; }

    public int IdsTold { get; private set; }

    public int Breaks { get; private set; }

    /// <summary>The last fault; meaningful once there was one.</summary>
    public QueueError LastError { get; private set; }

    public int Notifications { get; private set; }

    public void Clear() => Completions = IdsTold = Breaks = Notifications = 0;

    void IBlockEvents.RequestCompleted(in BlockCompletion completion)
    {
        Completions++;
        IdsTold += completion.Kind == BlockRequestKind.GetId ? 1 : 0;
    }

    void IDeviceEvents.InterruptRaised(VirtioInterrupts interrupts)
    {
    }

    void IDeviceEvents.QueueBroken(in QueueError queueError)
    {
        Breaks++;
        LastError = queueError;
    }

    void IQueueNotifier.Notify(int queue) => Notifications++;
}
