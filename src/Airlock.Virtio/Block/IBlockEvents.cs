namespace Airlock.Virtio.Block;

/// <summary>What a block device tells the VMM, beyond <see cref="IDeviceEvents"/>.</summary>
public interface IBlockEvents : IDeviceEvents
{
    /// <summary>
    /// A request is done, and the driver doesn't know it yet: whatever the guest says later comes later.
    /// </summary>
    /// <param name="completion">Which, and how it ended.</param>
    void RequestCompleted(in BlockCompletion completion);
}
