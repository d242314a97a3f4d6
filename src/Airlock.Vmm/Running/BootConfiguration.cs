using Airlock.Abi.Machine;
using Airlock.Protocol;

namespace Airlock.Vmm.Running;

/// <summary>What the guest is told about this run.</summary>
internal static class BootConfiguration
{
    private const uint SectorSize = 512;

    public static VmmConfig For(DiskJobOptions options)
    {
        var config = new VmmConfig
        {
            Devices =
            {
                new DeviceConfig { Name = DeviceNames.Input, SectorSize = SectorSize, Address = MemoryMap.InputDevice },
                new DeviceConfig { Name = DeviceNames.Output, SectorSize = SectorSize, Address = MemoryMap.OutputDevice },
            },
            ProgressStep = options.ProgressStep ?? 0,
            ChunkSectors = (options.ChunkBytes ?? 0) / SectorSize,
            Messages = options.Messages,
            RamBytes = options.MemoryBytes,
            Transport = options.Transport,
            Sparse = options.Sparse,
            SerialNeverBlocks = true, // Uart
            InterruptStatusWaits = true, // WaitingTransport
        };
        switch (options.Transport)
        {
            case Transport.Console:
                config.Devices.Add(new DeviceConfig { Name = DeviceNames.Console, Address = MemoryMap.ConsoleDevice });
                break;
            case Transport.Shared:
                config.Devices.Add(new DeviceConfig { Name = DeviceNames.Ring, Address = MemoryMap.MessageRingRegisters });
                config.RingAddress = MemoryMap.MessageRing;
                config.RingBytes = MemoryMap.MessageRingBytes;
                break;
        }

        return config;
    }
}
