using System.Numerics;
using Airlock.Abi.Machine;
using Airlock.Guest.Messages;

namespace Airlock.Copy;

/// <summary>Where messages go, as the boot configuration announces it.</summary>
internal struct TransportOptions
{
    /// <summary>The kind. One that this guest doesn't know is COM1, which is there always.</summary>
    public Transport Kind;

    /// <summary>The window of the console, or of the ring's registers.</summary>
    public ulong Window;

    /// <summary>Guest-physical address of the ring.</summary>
    public ulong RingAddress;

    /// <summary>Bytes that the ring holds.</summary>
    public uint RingBytes;

    /// <summary>Takes the transport from a configuration and checks each number.</summary>
    public static CopyError Read(in VmmConfig config, ulong ramBytes, out TransportOptions options)
    {
        options = default;
        if (config.Transport is not (Transport.Console or Transport.Shared))
        {
            return CopyError.None;
        }

        options.Kind = config.Transport;
        options.Window = WindowOf(config);
        options.RingAddress = config.RingAddress;
        options.RingBytes = config.RingBytes;
        bool isUsable = DeviceWindow.IsUsable(options.Window, ramBytes);
        isUsable &= options.Kind == Transport.Console || options.IsRingFree;
        return isUsable ? CopyError.None : CopyError.TransportInvalid;
    }

    /// <summary>Whether the ring is one, and lies between this program's queues and its DMA area.</summary>
    private readonly bool IsRingFree =>
        BitOperations.IsPow2(RingBytes)
        && RingAddress % MemoryMap.PageSize == 0
        && RingAddress is >= MemoryMap.ConsoleQueue + MemoryMap.QueueStride and < MemoryMap.DmaBase
        && MessageRing.Data + (ulong)RingBytes <= MemoryMap.DmaBase - RingAddress;

    private static ulong WindowOf(in VmmConfig config)
    {
        foreach (ref readonly DeviceConfig device in config.Devices.Items)
        {
            if (device.Name.Is(Names.Of(config.Transport)))
            {
                return device.Address;
            }
        }

        return 0;
    }
}
