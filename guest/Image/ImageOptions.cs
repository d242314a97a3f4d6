using Airlock.Abi.Virtio;
using Airlock.Guest.Formats;
using Airlock.Guest.Messages;
using Airlock.Guest.Programs;

namespace Airlock.Image;

/// <summary>What is to be done with an image.</summary>
internal struct ImageOptions
{
    private const uint AcceptCorrupt = (uint)AcceptFlag.AcceptFlagCorrupt;
    private const uint AcceptUnknownAsRaw = (uint)AcceptFlag.AcceptFlagUnknownAsRaw;

    /// <summary>What any program needs to know.</summary>
    public MachineOptions Machine;

    /// <summary>What to do.</summary>
    public Operation Operation;

    /// <summary>The image's format; empty if its contents tell.</summary>
    public FixedString16 SourceFormat;

    /// <summary>The format of the second image, if there is one; empty if its contents tell.</summary>
    public FixedString16 SecondFormat;

    /// <summary>Bytes of the largest virtual disk that is taken; 0 for the default.</summary>
    public ulong MaxVirtualSize;

    /// <summary>Bytes of data for each byte of the image; 0 for the default.</summary>
    public ulong MaxAmplification;

    /// <summary>What is taken though something speaks against it: bits of <c>accept</c>.</summary>
    public uint Accept;

    /// <summary>The first byte of the virtual disk that is converted.</summary>
    public ulong RangeStart;

    /// <summary>How many bytes are converted; 0 for all from there on.</summary>
    public ulong RangeBytes;

    /// <summary>Whether information comes after all tables were followed, as a conversion would.</summary>
    public bool FollowsTables;

    /// <summary>Sectors between progress marks; 0 for the default.</summary>
    public ulong ProgressStep;

    /// <summary>What is wanted of an image.</summary>
    /// <param name="role">Which one.</param>
    public readonly InspectionOptions InspectionOf(DeviceRole role)
    {
        FixedString16 format = role == DeviceRole.Input ? SourceFormat : SecondFormat;
        bool isStated = ImageFormatNames.TryParse(format.Bytes, out ImageFormat stated);
        return new InspectionOptions
        {
            StatedFormat = isStated ? stated : ImageFormat.Unknown,
            MaxVirtualSize = MaxVirtualSize,
            AcceptsCorrupt = (Accept & AcceptCorrupt) != 0,
            AcceptsUnknownAsRaw = (Accept & AcceptUnknownAsRaw) != 0,
        };
    }

    /// <summary>Takes the options from a configuration and checks each number.</summary>
    public static ProgramError Read(in VmmConfig config, out ImageOptions options)
    {
        options = new ImageOptions
        {
            Operation = config.Operation,
            SourceFormat = config.SourceFormat,
            SecondFormat = config.SecondFormat,
            MaxVirtualSize = config.MaxVirtualSize,
            MaxAmplification = config.MaxAmplification,
            Accept = config.Accept,
            RangeStart = config.RangeStart,
            RangeBytes = config.RangeBytes,
            FollowsTables = config.FollowTables,
            ProgressStep = config.ProgressStep,
        };
        ProgramError error = MachineOptions.Read(config, out options.Machine);
        if (error != ProgramError.None)
        {
            return error;
        }

        if (config.Operation is not
            (Operation.OperationInfo or Operation.OperationConvert or Operation.OperationMap
            or Operation.OperationCompare or Operation.OperationDigest))
        {
            return ProgramError.OperationUnknown;
        }

        if (config.RangeStart % BlockConfig.SectorSize != 0)
        {
            return ProgramError.RangeInvalid;
        }

        if (!IsKnown(config.SourceFormat) || !IsKnown(config.SecondFormat))
        {
            return ProgramError.SourceUnknown;
        }

        bool isRaw = config.TargetFormat.Bytes.Length == 0 || config.TargetFormat.Is("raw"u8);
        return isRaw ? ProgramError.None : ProgramError.TargetUnknown;
    }

    private static bool IsKnown(in FixedString16 format) =>
        format.Bytes.Length == 0 || ImageFormatNames.TryParse(format.Bytes, out _);
}
