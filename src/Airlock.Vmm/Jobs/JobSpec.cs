using Airlock.Abi.Machine;
using Airlock.Protocol;
using Airlock.Vmm.Devices;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Jobs;

/// <summary>Makes the machine's specification of a job's options and files.</summary>
internal static class JobSpec
{
    /// <summary>Bytes of a sector, of all disks.</summary>
    internal const uint SectorSize = 512;

    /// <summary>So many bytes in sectors, of which the last may be a part of one.</summary>
    internal static ulong SectorsOf(ulong bytes) => (bytes / SectorSize) + (bytes % SectorSize == 0 ? 0u : 1u);

    /// <param name="kind">What <see cref="DiskJobOptions.Machine"/> came to on this host.</param>
    /// <param name="operation">What the program is to do, and which one it is.</param>
    public static MachineSpec Of(DiskJobOptions options, MachineKind kind, JobFiles files, JobOperation operation)
    {
        Disk[] disks = [.. DisksOf(options, files, operation)];
        return new MachineSpec
        {
            Kind = kind,
            MemoryBytes = options.MemoryBytes,
            Ring = options.Ring,
            Transport = options.Transport,
            CollectsSerial = options.CoalesceSerial,
            BootConfiguration = Encode(ConfigurationFor(options, disks, operation)),
            Disks = disks,
            LastRequestsTime = LastRequestsTimeFor(options.StallTimeout),
            Image = operation.Program,
        };
    }

    private static IEnumerable<Disk> DisksOf(DiskJobOptions options, JobFiles files, JobOperation operation)
    {
        Disk input = InputDisk(options, files.Input, DeviceNames.Input, MemoryMap.InputDevice);
        yield return input;
        if (files.Second is { } second)
        {
            yield return InputDisk(options, second, DeviceNames.Second, MemoryMap.SecondDevice);
        }

        if (files.Output is { } output)
        {
            yield return new Disk
            {
                Role = DiskRole.Output,
                Name = DeviceNames.Output,
                Address = MemoryMap.OutputDevice,
                Length = output.Length,
                File = output.Handle,
                Direct = output.Direct,
                TakesZeroes = input.TellsExtents || operation.WritesZeroes || options.Sparse == SparseMode.Always,
                IsBlank = output.IsBlank,
                Part = operation.OutputPart,
            };
        }
    }

    private static Disk InputDisk(DiskJobOptions options, InputFile file, string name, ulong address) => new()
    {
        Role = DiskRole.Input,
        Name = name,
        Address = address,
        Length = file.Length,
        File = file.Handle,
        Direct = file.Direct,
        TellsExtents = options.Sparse != SparseMode.Never && file.HasHoles,
    };

    /// <summary>Less than the stall timeout, so that it is over before the run counts as stalled.</summary>
    private static TimeSpan LastRequestsTimeFor(TimeSpan stallTimeout)
    {
        TimeSpan half = stallTimeout / 2, longest = TimeSpan.FromHours(1);
        return stallTimeout == Timeout.InfiniteTimeSpan || half > longest ? longest : half;
    }

    /// <summary>The boot configuration of this run.</summary>
    internal static VmmConfig ConfigurationFor(DiskJobOptions options, IEnumerable<Disk> disks, JobOperation operation)
    {
        var config = new VmmConfig
        {
            ProgressStep = options.ProgressStep ?? 0,
            ChunkSectors = (options.ChunkBytes ?? 0) / SectorSize,
            Messages = options.Messages,
            RamBytes = options.MemoryBytes,
            Transport = options.Transport,
            Sparse = options.Sparse,
            SerialNeverBlocks = true, // Uart
            InterruptStatusWaits = true, // WaitingTransport
        };
        foreach (Disk disk in disks)
        {
            config.Devices.Add(new DeviceConfig { Name = disk.Name, SectorSize = SectorSize, Address = disk.Address, Bytes = disk.Length });
        }

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

        operation.Configure(config);
        return config;
    }

    private static byte[] Encode(VmmConfig config)
    {
        byte[] page = new byte[BootConfig.MaxLength];
        return BootConfig.TryEncode(config, page, out int length)
            ? page[..length]
            : throw new InvalidOperationException("The boot configuration doesn't fit its page.");
    }
}
