using System;
using System.Runtime.CompilerServices;
using Airlock.Abi.Virtio;
using Airlock.Guest.Formats;
using Airlock.Guest.Messages;
using Airlock.Guest.Platform;
using Airlock.Guest.Programs;
using Airlock.Guest.Transports;
using Airlock.Guest.Virtio;
using Airlock.Image.Contents;
using Airlock.Image.Convert;
using Airlock.Image.Digest;
using Airlock.Image.Map;

namespace Airlock.Image;

/// <summary>One operation on an image.</summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
/// <typeparam name="TTransport">Where messages go.</typeparam>
internal unsafe ref struct ImageRun<TPlatform, TTransport>
    where TPlatform : struct, IPlatform
    where TTransport : struct, IMessageTransport
{
    private readonly ref ImageReporter<TTransport> _reporter;
    private readonly ref readonly ImageOptions _options;
    private readonly ImageAreas _areas;
    private ImageSource<TPlatform> _source;
    private ImageDisk<TPlatform> _disk;

    /// <summary>What <paramref name="options"/> say, in the RAM of <paramref name="areas"/>.</summary>
    public ImageRun(ref ImageReporter<TTransport> reporter, in ImageOptions options, in ImageAreas areas)
    {
        _reporter = ref reporter;
        _options = ref options;
        _areas = areas;
        _source.MarksArea = areas.Marks;
        _disk = new ImageDisk<TPlatform>(new BlockDecoder<TPlatform>(areas.Workspace, areas.Stored));
    }

    // SAFETY: an area of its own, as long as the message; RAM outlives the run.
    private readonly ref InfoResultMessage Info =>
        ref Unsafe.AsRef<InfoResultMessage>(TPlatform.Ram(_areas.Info.Address));

    /// <summary>Whether the operation succeeded; what stood in its way has been reported.</summary>
    /// <param name="count">Bytes of data that were written, or bytes of the disk that were looked at.</param>
    public bool TryRun(out ulong count)
    {
        count = 0;
        if (!TryStartInput())
        {
            return false;
        }

        FormatStatus status = ImageInspector.Inspect(ref _source, _options.Inspection, ref Info, ref _disk.Map);
        if (status != FormatStatus.Answered)
        {
            Report(status, Info.Convertible);
            return false;
        }

        if (_options.Operation == Operation.OperationInfo && _disk.Map.IsOpen && !TryLookInside())
        {
            Report(FormatStatus.ReadFailed, default);
            return false;
        }

        _reporter.Info(Info, _areas.Frame.Bytes<TPlatform>());
        if (_options.Operation == Operation.OperationInfo)
        {
            return true;
        }

        if (Info.HasConvertible)
        {
            Report(FormatStatus.Refused, Info.Convertible);
            return false;
        }

        return _options.Operation switch
        {
            Operation.OperationMap => TryMap(out count),
            Operation.OperationDigest => TryDigest(out count),
            _ => TryConvert(out count),
        };
    }

    /// <summary>Learns more than the header tells; false if the device couldn't be read.</summary>
    private bool TryLookInside()
    {
        if (_options.FollowsTables)
        {
            OpenAccount(Info.VirtualSize);
            return TableWalk.TryRun(ref _source, ref _disk, ref Info);
        }

        CompressionProbe.Look(ref _source, ref _disk.Map, ref Info);
        return true;
    }

    /// <summary>Allows for the work that so many bytes of the virtual disk may take.</summary>
    private void OpenAccount(ulong bytes)
    {
        ulong block = Info.ClusterSize > BlockConfig.SectorSize ? Info.ClusterSize : BlockConfig.SectorSize;
        _disk.OpenAccount(_source.Length, _options.MaxAmplification, bytes / block);
    }

    private bool TryStartInput()
    {
        var bringUp = new DeviceBringUp<TPlatform, ImageReporter<TTransport>>(
            ref _source.Disk.Driver, ref _reporter, DeviceRole.Input);
        if (!bringUp.TryStart(_options.Machine, BlockOptions.Sparse, out ulong sectors))
        {
            return false;
        }

        ulong room = sectors << BlockConfig.SectorShift; // the driver has checked that it fits
        ulong length = _options.Machine.InputBytes != 0 ? _options.Machine.InputBytes : room;
        if (length > room)
        {
            _reporter.DeviceFailed(DeviceStage.Capacity, DeviceRole.Input, (uint)ProgramError.LengthInvalid);
            return false;
        }

        _source.Disk.Start(length, _areas.Cache, _options.Machine.Completions);
        return true;
    }

    private bool TryConvert(out ulong written)
    {
        written = 0;
        if (!TryPlan(out ConvertPlan plan) || !TryStartOutput(plan.End, out VirtioBlockDriver<TPlatform> output))
        {
            return false;
        }

        OpenAccount(plan.End - plan.Start);
        var engine = new ConvertEngine<TPlatform, TTransport, ImageDisk<TPlatform>>(
            ref _source, ref output, ref _reporter, ref _disk, plan);
        ContentEnding ending = engine.Run();
        written = engine.Written;
        ReportEnding(ending);
        return ending == ContentEnding.Done
            && DeviceWatch.TryFlush(ref output, _options.Machine.Completions, ref _reporter);
    }

    private bool TryMap(out ulong parts)
    {
        OpenAccount(Info.VirtualSize);
        Span<byte> frame = _areas.Frame.Bytes<TPlatform>();
        var engine = new MapEngine<TPlatform, TTransport, ImageDisk<TPlatform>>(
            ref _source, ref _disk, ref _reporter, Info.VirtualSize, frame);
        ContentEnding ending = engine.Run();
        parts = engine.Parts;
        if (ending != ContentEnding.Done)
        {
            ReportEnding(ending);
            return false;
        }

        MapResultMessage result = default;
        result.SourceFormat = Info.Format;
        result.ExtentsEmitted = parts;
        result.VirtualSize = Info.VirtualSize;
        _reporter.Map(result, frame);
        return true;
    }

    private bool TryDigest(out ulong hashed)
    {
        hashed = 0;
        if (!HasRoom())
        {
            return false;
        }

        ulong length = Info.VirtualSize;
        OpenAccount(length);
        var contents = new ContentReader<TPlatform, ImageDisk<TPlatform>>(
            ref _source, ref _disk, length, _areas.Buffers, _options.Machine.Completions);
        scoped var engine = new DigestEngine<TPlatform, TTransport, ImageDisk<TPlatform>>(
            ref _reporter, length, _options.ProgressStep);
        DigestMessage digest = default;
        bool success = engine.TryRun(ref contents, digest.Digest.Resize(Sha256State.DigestLength));
        hashed = engine.Hashed;
        if (success)
        {
            digest.Algorithm.TrySet("sha256"u8);
            digest.Bytes = hashed;
            _reporter.Digest(digest, _areas.Frame.Bytes<TPlatform>());
            return true;
        }

        ReportFailure(contents.Failure);
        ReportEnding(contents.Ending);
        return false;
    }

    /// <summary>Whether a block of the image fits into the buffers, which is reported if not.</summary>
    private readonly bool HasRoom()
    {
        bool hasRoom = _areas.Buffers.Length >= ContentSizes.LongestBuffer(_disk.Map.MayCompress ? Info.ClusterSize : 0);
        if (!hasRoom)
        {
            _reporter.ConfigurationFailed((uint)ProgramError.RamTooSmall);
        }

        return hasRoom;
    }

    /// <summary>What is to be converted; false if that goes beyond the disk, or it doesn't fit into RAM.</summary>
    private readonly bool TryPlan(out ConvertPlan plan)
    {
        ulong size = Info.VirtualSize;
        ulong start = _options.RangeStart;
        ulong rest = start <= size ? size - start : 0;
        ulong length = _options.RangeBytes != 0 ? _options.RangeBytes : rest;
        plan = new ConvertPlan
        {
            Start = start,
            End = start + length,
            Buffers = _areas.Buffers,
            ProgressStep = _options.ProgressStep,
            Completions = _options.Machine.Completions,
        };

        bool isWhole = length == rest || length % BlockConfig.SectorSize == 0;
        if (start > size || length > rest || !isWhole)
        {
            _reporter.ConfigurationFailed((uint)ProgramError.RangeInvalid);
            return false;
        }

        return HasRoom();
    }

    private readonly bool TryStartOutput(ulong bytes, out VirtioBlockDriver<TPlatform> output)
    {
        output = default;
        var bringUp = new DeviceBringUp<TPlatform, ImageReporter<TTransport>>(
            ref output, ref _reporter, DeviceRole.Output);
        if (!bringUp.TryStart(_options.Machine, BlockOptions.Sparse | BlockOptions.Flush, out ulong sectors))
        {
            return false;
        }

        bool isEnough = sectors << BlockConfig.SectorShift >= bytes;
        if (!isEnough)
        {
            _reporter.DeviceFailed(DeviceStage.Capacity, DeviceRole.Output, (uint)ProgramError.OutputTooSmall);
        }

        return isEnough;
    }

    /// <summary>Reports the read that failed, if one has, or that the device has failed as a whole.</summary>
    private void ReportFailure(in DeviceFailure failure)
    {
        if (DeviceWatch.Works(ref _source.Disk.Driver, DeviceRole.Input, ref _reporter) && failure.IsThere)
        {
            ulong bad = _source.FindBadSector(failure.Sector, failure.Sectors, _areas.Buffers);
            _reporter.SectorFailed(failure.Role, bad, failure.Status);
        }
    }

    /// <summary>Says why the disk's contents weren't gone through to the end, unless a device's request has failed.</summary>
    private void ReportEnding(ContentEnding ending)
    {
        if (ending == ContentEnding.Refused)
        {
            Report(FormatStatus.Refused, _disk.Refusal);
        }
        else if (ending == ContentEnding.ReadFailed)
        {
            Report(FormatStatus.ReadFailed, default);
        }
    }

    /// <summary>Says why an image isn't read: it is refused, or the device failed.</summary>
    private void Report(FormatStatus status, in Refusal refusal)
    {
        if (status == FormatStatus.Refused)
        {
            _reporter.Refuse(refusal, _areas.Frame.Bytes<TPlatform>());
        }
        else if (DeviceWatch.Works(ref _source.Disk.Driver, DeviceRole.Input, ref _reporter))
        {
            _reporter.SectorFailed(DeviceRole.Input, _source.Disk.FailedSector, _source.Disk.FailedStatus);
        }
    }
}
