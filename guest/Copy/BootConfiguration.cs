using System;
using Airlock.Abi.Machine;
using Airlock.Abi.Virtio;
using Airlock.Guest.Messages;
using Airlock.Guest.Platform;
using Airlock.Guest.Virtio;

namespace Airlock.Copy;

/// <summary>Reads the boot configuration and checks each number in it once, before anything uses it.</summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
internal static unsafe class BootConfiguration<TPlatform>
    where TPlatform : struct, IPlatform
{
    /// <summary>What the VmmConfig at <paramref name="address"/> says; the defaults if that is 0.</summary>
    public static CopyError Load(ulong address, out CopyOptions options)
    {
        options = CopyOptions.Default;
        if (address == 0)
        {
            return CopyError.None;
        }

        if (address >= MemoryMap.MaxRamSize)
        {
            return CopyError.ConfigurationMalformed;
        }

        // SAFETY: the rest of the page that the VMM named, and not a byte more, whatever length the frame announces.
        int length = (int)(MemoryMap.PageSize - (address % MemoryMap.PageSize));
        var page = new ReadOnlySpan<byte>(TPlatform.Ram(address), length);
        return Frame.TryDecode(page, out VmmConfig config, out _) == FrameStatus.Decoded
            ? Apply(config, ref options)
            : CopyError.ConfigurationMalformed;
    }

    private static CopyError Apply(in VmmConfig config, ref CopyOptions options)
    {
        options.ChunkSectors = config.ChunkSectors;
        options.ProgressStep = config.ProgressStep;
        options.Messages = config.Messages;
        if (config.Messages is < MessageMode.Protobuf or > MessageMode.None)
        {
            return CopyError.MessageModeUnknown;
        }

        options.SerialNeverBlocks = config.SerialNeverBlocks;
        options.Completions = config.InterruptStatusWaits ? CompletionMode.Awaited : CompletionMode.Polled;
        options.Sparse = config.Sparse;
        if (config.Sparse is < SparseMode.Auto or > SparseMode.Never)
        {
            return CopyError.SparseModeUnknown;
        }

        if (config.RamBytes != 0)
        {
            options.RamBytes = config.RamBytes;
        }

        // A sector at least has to fit into the DMA area.
        if (options.RamBytes < MemoryMap.DmaBase + BlockConfig.SectorSize || options.RamBytes > MemoryMap.MaxRamSize)
        {
            return CopyError.RamSizeInvalid;
        }

        CopyError error = TransportOptions.Read(config, options.RamBytes, out options.Transport);
        return error != CopyError.None ? error : ApplyDevices(config, ref options);
    }

    private static CopyError ApplyDevices(in VmmConfig config, ref CopyOptions options)
    {
        foreach (ref readonly DeviceConfig device in config.Devices.Items)
        {
            CopyError error = CopyError.None;
            if (device.Name.Is(Names.Of(DeviceRole.Input)))
            {
                error = ApplyDevice(device, DeviceRole.Input, ref options);
            }
            else if (device.Name.Is(Names.Of(DeviceRole.Output)))
            {
                error = ApplyDevice(device, DeviceRole.Output, ref options);
            }

            if (error != CopyError.None)
            {
                return error;
            }
        }

        return options.WindowsAreApart ? CopyError.None : CopyError.DeviceAddressInvalid;
    }

    private static CopyError ApplyDevice(in DeviceConfig device, DeviceRole role, ref CopyOptions options)
    {
        if (device.SectorSize is not (0 or BlockConfig.SectorSize))
        {
            return CopyError.SectorSizeUnsupported;
        }

        if (device.Address == 0)
        {
            return CopyError.None;
        }

        if (!DeviceWindow.IsUsable(device.Address, options.RamBytes))
        {
            return CopyError.DeviceAddressInvalid;
        }

        options.SetDevice(role, device.Address);
        return CopyError.None;
    }
}
