using System.Numerics;
using Airlock.Abi.Machine;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Programs;

/// <summary>Where messages go, as the boot configuration announces it.</summary>
public struct TransportOptions
{
    /// <summary>The kind. One that this guest doesn't know is COM1, which is there always.</summary>
    public Transport Kind { get; private set; }

    /// <summary>The window of the console, or of the ring's registers.</summary>
    public ulong Window { get; private set; }

    /// <summary>Guest-physical address of the ring.</summary>
    public ulong RingAddress { get; private set; }

    /// <summary>Bytes that the ring holds.</summary>
    public uint RingBytes { get; private set; }

    /// <summary>Takes the transport from a configuration and checks each number.</summary>
    public static ProgramError Read(in VmmConfig config, ulong ramBytes, out TransportOptions options)
    {
        options = default;
        if (config.Transport is not (Transport.Console or Transport.Shared))
        {
            return ProgramError.None;
        }

        options.Kind = config.Transport;
        options.Window = WindowOf(config);
        options.RingAddress = config.RingAddress;
        options.RingBytes = config.RingBytes;
        bool isUsable = DeviceWindow.IsUsable(options.Window, ramBytes);
        isUsable &= options.Kind == Transport.Console || options.IsRingFree;
        return isUsable ? ProgramError.None : ProgramError.TransportInvalid;
    }

    /// <summary>Whether the ring is one, and lies between a program's queues and its DMA area.</summary>
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
