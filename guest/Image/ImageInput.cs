using System.Runtime.CompilerServices;
using Airlock.Abi.Virtio;
using Airlock.Guest.Formats;
using Airlock.Guest.Messages;
using Airlock.Guest.Platform;
using Airlock.Guest.Programs;
using Airlock.Guest.Storage;
using Airlock.Guest.Transports;
using Airlock.Guest.Virtio;
using Airlock.Image.Contents;

namespace Airlock.Image;

/// <summary>An image, from its device to its virtual disk, and what is said where it can't be read.</summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
/// <typeparam name="TTransport">Where messages go.</typeparam>
internal unsafe ref struct ImageInput<TPlatform, TTransport>
    where TPlatform : struct, IPlatform
    where TTransport : struct, IMessageTransport
{
    private readonly ref ImageReporter<TTransport> _reporter;
    private readonly ref readonly ImageOptions _options;
    private readonly DeviceRole _role;
    private readonly InputAreas _areas;
    private readonly RamArea _frame;

    /// <summary>The image's file.</summary>
    public ImageSource<TPlatform> Source;

    /// <summary>Its virtual disk.</summary>
    public ImageDisk<TPlatform> Disk;

    /// <summary>The image of the device in <paramref name="role"/>.</summary>
    /// <param name="reporter">Hears what goes wrong.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="role">Which device.</param>
    /// <param name="own">RAM for this image alone.</param>
    /// <param name="shared">What all images of a run have in common.</param>
    public ImageInput(
        ref ImageReporter<TTransport> reporter,
        in ImageOptions options,
        DeviceRole role,
        InputAreas own,
        ImageAreas shared)
    {
        _reporter = ref reporter;
        _options = ref options;
        _role = role;
        _areas = own;
        _frame = shared.Frame;
        Source.MarksArea = own.Marks;
        Disk = new ImageDisk<TPlatform>(new BlockDecoder<TPlatform>(shared.Workspace, own.Stored));
    }

    /// <summary>What the image is.</summary>
    // SAFETY: an area of its own, as long as the message; RAM outlives the run.
    public readonly ref InfoResultMessage Info =>
        ref Unsafe.AsRef<InfoResultMessage>(TPlatform.Ram(_areas.Info.Address));

    /// <summary>Starts the device and finds out what the image is; false if not even that can be told, which it is then.</summary>
    public bool TryOpen()
    {
        if (!TryStart())
        {
            return false;
        }

        FormatStatus status = ImageInspector.Inspect(ref Source, _options.InspectionOf(_role), ref Info, ref Disk.Map);
        if (status != FormatStatus.Answered)
        {
            Report(status, Info.Convertible);
        }

        return status == FormatStatus.Answered;
    }

    /// <summary>Whether a conversion would take it, by what is known of it; a refusal is sent if not.</summary>
    public bool IsTaken()
    {
        if (Info.HasConvertible)
        {
            Report(FormatStatus.Refused, Info.Convertible);
        }

        return !Info.HasConvertible;
    }

    /// <summary>Allows for the work that so many bytes of the virtual disk may take.</summary>
    public void OpenAccount(ulong bytes)
    {
        ulong block = Info.ClusterSize > BlockConfig.SectorSize ? Info.ClusterSize : BlockConfig.SectorSize;
        Disk.OpenAccount(Source.Length, _options.MaxAmplification, bytes / block);
    }

    /// <summary>Whether a block of the image fits into buffers, which is reported if not.</summary>
    public readonly bool HasRoom(RamArea buffers)
    {
        bool hasRoom = buffers.Length >= ContentSizes.LongestBuffer(Disk.Map.MayCompress ? Info.ClusterSize : 0);
        if (!hasRoom)
        {
            _reporter.ConfigurationFailed((uint)ProgramError.RamTooSmall);
        }

        return hasRoom;
    }

    /// <summary>Reports the read that failed, if one has, or that the device has failed as a whole.</summary>
    /// <param name="failure">Of a request of the run's.</param>
    /// <param name="buffer">Room for a sector, which nothing else uses any more.</param>
    public void ReportFailure(in DeviceFailure failure, RamArea buffer)
    {
        if (DeviceWatch.Works(ref Source.Disk.Driver, _role, ref _reporter) && failure.IsThere)
        {
            ulong bad = Source.FindBadSector(failure.Sector, failure.Sectors, buffer);
            _reporter.SectorFailed(_role, bad, failure.Status);
        }
    }

    /// <summary>Says why the disk's contents weren't gone through to the end, unless a device's request has failed.</summary>
    public void ReportEnding(ContentEnding ending)
    {
        if (ending == ContentEnding.Refused)
        {
            Report(FormatStatus.Refused, Disk.Refusal);
        }
        else if (ending == ContentEnding.ReadFailed)
        {
            Report(FormatStatus.ReadFailed, default);
        }
    }

    /// <summary>Says why an image isn't read: it is refused, or the device failed.</summary>
    public void Report(FormatStatus status, Refusal refusal)
    {
        if (status == FormatStatus.Refused)
        {
            if (_role != DeviceRole.Input)
            {
                refusal.Device.TrySet(Names.Of(_role));
            }

            _reporter.Refuse(refusal, _frame.Bytes<TPlatform>());
        }
        else if (DeviceWatch.Works(ref Source.Disk.Driver, _role, ref _reporter))
        {
            _reporter.SectorFailed(_role, Source.Disk.FailedSector, Source.Disk.FailedStatus);
        }
    }

    private bool TryStart()
    {
        var bringUp = new DeviceBringUp<TPlatform, ImageReporter<TTransport>>(ref Source.Disk.Driver, ref _reporter, _role);
        if (!bringUp.TryStart(_options.Machine, BlockOptions.Sparse, out ulong sectors))
        {
            return false;
        }

        ulong room = sectors << BlockConfig.SectorShift; // the driver has checked that it fits
        ulong stated = _options.Machine.BytesOf(_role);
        ulong length = stated != 0 ? stated : room;
        if (length > room)
        {
            _reporter.DeviceFailed(DeviceStage.Capacity, _role, (uint)ProgramError.LengthInvalid);
            return false;
        }

        Source.Disk.Start(length, _areas.Cache, _options.Machine.Completions);
        return true;
    }
}
