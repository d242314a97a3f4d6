using Airlock.Abi.Machine;
using Airlock.Guest.Messages;
using Airlock.Guest.Virtio;

namespace Airlock.Copy;

/// <summary>What a copy needs to know; set to what the machine has when nothing is said.</summary>
internal struct CopyOptions
{
    /// <summary>The window of the input device.</summary>
    public ulong InputDevice;

    /// <summary>The window of the output device.</summary>
    public ulong OutputDevice;

    /// <summary>Size of guest RAM, in which the DMA area is the end.</summary>
    public ulong RamBytes;

    /// <summary>The longest request; 0 for the default.</summary>
    public ulong ChunkSectors;

    /// <summary>Sectors between progress marks; 0 for the default.</summary>
    public ulong ProgressStep;

    /// <summary>How to report.</summary>
    public MessageMode Messages;

    /// <summary>Where messages go; COM1 by default.</summary>
    public TransportOptions Transport;

    /// <summary>What to do about holes and zeroes.</summary>
    public SparseMode Sparse;

    /// <summary>Whether COM1 takes each byte at once.</summary>
    public bool SerialNeverBlocks;

    /// <summary>How to learn that a device has completed something.</summary>
    public CompletionMode Completions;

    /// <summary>The options without a boot configuration.</summary>
    public static CopyOptions Default => new()
    {
        InputDevice = MemoryMap.InputDevice,
        OutputDevice = MemoryMap.OutputDevice,
        RamBytes = MemoryMap.DefaultRamSize,
        Messages = MessageMode.Protobuf,
        Completions = CompletionMode.Polled,
    };

    /// <summary>Whether each window has its place for itself; each of them is usable.</summary>
    public readonly bool WindowsAreApart
    {
        get
        {
            bool apart = !DeviceWindow.Overlap(InputDevice, OutputDevice);
            return apart && (Transport.Window == 0
                || !(DeviceWindow.Overlap(InputDevice, Transport.Window)
                    || DeviceWindow.Overlap(OutputDevice, Transport.Window)));
        }
    }

    /// <summary>Sets the window of the device in <paramref name="role"/>.</summary>
    public void SetDevice(DeviceRole role, ulong window)
    {
        if (role == DeviceRole.Input)
        {
            InputDevice = window;
        }
        else
        {
            OutputDevice = window;
        }
    }
}
