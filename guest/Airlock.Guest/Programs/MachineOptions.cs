using Airlock.Abi.Machine;
using Airlock.Abi.Virtio;
using Airlock.Guest.Messages;
using Airlock.Guest.Virtio;

namespace Airlock.Guest.Programs;

/// <summary>What any program over disks needs to know of its machine; what isn't said is what the machine has.</summary>
public struct MachineOptions
{
    private ulong _input;
    private ulong _output;
    private ulong _second;

    /// <summary>Size of guest RAM, in which the DMA area is the end.</summary>
    public ulong RamBytes { get; private set; }

    /// <summary>How to report.</summary>
    public MessageMode Messages { get; private set; }

    /// <summary>Where messages go; COM1 by default.</summary>
    public TransportOptions Transport { get; private set; }

    /// <summary>Whether COM1 takes each byte at once.</summary>
    public bool SerialNeverBlocks { get; private set; }

    /// <summary>How to learn that a device has completed something.</summary>
    public CompletionMode Completions { get; private set; }

    /// <summary>
    /// Exact length of the file behind the input, in bytes; 0 if it isn't said: then it's that of the device.
    /// </summary>
    public ulong InputBytes { get; private set; }

    /// <summary>The same of the second input.</summary>
    public ulong SecondBytes { get; private set; }

    /// <summary>Takes the options from a configuration and checks each number.</summary>
    public static ProgramError Read(in VmmConfig config, out MachineOptions options)
    {
        options = new MachineOptions
        {
            _input = MemoryMap.InputDevice,
            _output = MemoryMap.OutputDevice,
            _second = MemoryMap.SecondDevice,
            RamBytes = config.RamBytes != 0 ? config.RamBytes : MemoryMap.DefaultRamSize,
            Messages = config.Messages,
            SerialNeverBlocks = config.SerialNeverBlocks,
            Completions = config.InterruptStatusWaits ? CompletionMode.Awaited : CompletionMode.Polled,
        };
        if (config.Messages is < MessageMode.Protobuf or > MessageMode.None)
        {
            return ProgramError.MessageModeUnknown;
        }

        // A sector at least has to fit into the DMA area.
        if (options.RamBytes < MemoryMap.DmaBase + BlockConfig.SectorSize || options.RamBytes > MemoryMap.MaxRamSize)
        {
            return ProgramError.RamSizeInvalid;
        }

        ProgramError error = TransportOptions.Read(config, options.RamBytes, out TransportOptions transport);
        options.Transport = transport;
        return error != ProgramError.None ? error : options.ReadDevices(config);
    }

    /// <summary>
    /// The window of the device in <paramref name="role"/>. There need be no output and no second input: a program that
    /// has no use for one never looks there.
    /// </summary>
    public readonly ulong Window(DeviceRole role) => role switch
    {
        DeviceRole.Input => _input,
        DeviceRole.Output => _output,
        _ => _second,
    };

    /// <summary>Exact length of the file behind an input; 0 if it isn't said.</summary>
    public readonly ulong BytesOf(DeviceRole role) => role == DeviceRole.Input ? InputBytes : SecondBytes;

    private ProgramError ReadDevices(in VmmConfig config)
    {
        foreach (ref readonly DeviceConfig device in config.Devices.Items)
        {
            ProgramError error = ProgramError.None;
            if (device.Name.Is(Names.Of(DeviceRole.Input)))
            {
                error = ReadDevice(device, ref _input);
                InputBytes = device.Bytes;
            }
            else if (device.Name.Is(Names.Of(DeviceRole.Output)))
            {
                error = ReadDevice(device, ref _output);
            }
            else if (device.Name.Is(Names.Of(DeviceRole.Second)))
            {
                error = ReadDevice(device, ref _second);
                SecondBytes = device.Bytes;
            }

            if (error != ProgramError.None)
            {
                return error;
            }
        }

        return WindowsAreApart ? ProgramError.None : ProgramError.DeviceAddressInvalid;
    }

    private readonly ProgramError ReadDevice(in DeviceConfig device, ref ulong window)
    {
        if (device.SectorSize is not (0 or BlockConfig.SectorSize))
        {
            return ProgramError.SectorSizeUnsupported;
        }

        if (device.Address == 0)
        {
            return ProgramError.None;
        }

        if (!DeviceWindow.IsUsable(device.Address, RamBytes))
        {
            return ProgramError.DeviceAddressInvalid;
        }

        window = device.Address;
        return ProgramError.None;
    }

    /// <summary>Whether each window has its place for itself; each of them is usable.</summary>
    private readonly bool WindowsAreApart
    {
        get
        {
            bool areApart = !DeviceWindow.Overlap(_input, _output)
                && !DeviceWindow.Overlap(_input, _second)
                && !DeviceWindow.Overlap(_output, _second);
            return areApart && (Transport.Window == 0
                || !(DeviceWindow.Overlap(_input, Transport.Window)
                    || DeviceWindow.Overlap(_output, Transport.Window)
                    || DeviceWindow.Overlap(_second, Transport.Window)));
        }
    }
}
