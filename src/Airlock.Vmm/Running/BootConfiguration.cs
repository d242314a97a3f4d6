using Airlock.Abi.Machine;
using Airlock.Protocol;

namespace Airlock.Vmm.Running;

/// <summary>What the guest is told about this run.</summary>
internal static class BootConfiguration
{
    private const uint SectorSize = 512;

    public static VmmConfig For(DiskJobOptions options) => new()
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
    };
}
