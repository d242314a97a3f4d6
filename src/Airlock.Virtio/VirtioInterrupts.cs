using Airlock.Abi.Virtio;

namespace Airlock.Virtio;

/// <summary>Why a device interrupts (VIRTIO 1.2, 4.2.2, InterruptStatus).</summary>
[Flags]
public enum VirtioInterrupts
{
    /// <summary>For no reason.</summary>
    None = 0,

    /// <summary>A buffer has been used.</summary>
    UsedBuffer = (int)InterruptBits.UsedBuffer,

    /// <summary>The configuration, or DEVICE_NEEDS_RESET, has changed.</summary>
    ConfigurationChange = (int)InterruptBits.ConfigurationChange,
}
