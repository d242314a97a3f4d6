using System;
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
internal ref partial struct ImageRun<TPlatform, TTransport>
    where TPlatform : struct, IPlatform
    where TTransport : struct, IMessageTransport
{
    private readonly ref ImageReporter<TTransport> _reporter;
    private readonly ref readonly ImageOptions _options;
    private readonly ImageAreas _areas;
    private ImageInput<TPlatform, TTransport> _input;

    /// <summary>What <paramref name="options"/> say, in the RAM of <paramref name="areas"/>.</summary>
    public ImageRun(ref ImageReporter<TTransport> reporter, in ImageOptions options, in ImageAreas areas)
    {
        _reporter = ref reporter;
        _options = ref options;
        _areas = areas;
        _input = new ImageInput<TPlatform, TTransport>(ref reporter, options, DeviceRole.Input, areas.Input, areas);
    }

    /// <summary>Whether the operation succeeded; what stood in its way has been reported.</summary>
    /// <param name="count">Bytes of data that were written, or bytes of the disk that were looked at.</param>
    public bool TryRun(out ulong count)
    {
        count = 0;
        if (!_input.TryOpen())
        {
            return false;
        }

        bool isInfo = _options.Operation == Operation.OperationInfo;
        if (isInfo && _input.Disk.Map.IsOpen && !TryLookInside())
        {
            _input.Report(FormatStatus.ReadFailed, default);
            return false;
        }

        _reporter.Info(_input.Info, _areas.Frame.Bytes<TPlatform>());
        if (isInfo || !_input.IsTaken())
        {
            return isInfo;
        }

        return _options.Operation switch
        {
            Operation.OperationMap => TryMap(out count),
            Operation.OperationCompare => TryCompare(out count),
            Operation.OperationDigest => TryDigest(out count),
            _ => TryConvert(out count),
        };
    }

    /// <summary>Learns more than the header tells; false if the device couldn't be read.</summary>
    private bool TryLookInside()
    {
        if (_options.FollowsTables)
        {
            _input.OpenAccount(_input.Info.VirtualSize);
            return TableWalk.TryRun(ref _input.Source, ref _input.Disk, ref _input.Info);
        }

        CompressionProbe.Look(ref _input.Source, ref _input.Disk.Map, ref _input.Info);
        return true;
    }

    private bool TryConvert(out ulong written)
    {
        written = 0;
        if (!TryPlan(out ConvertPlan plan) || !TryStartOutput(plan.End, out VirtioBlockDriver<TPlatform> output))
        {
            return false;
        }

        _input.OpenAccount(plan.End - plan.Start);
        var engine = new ConvertEngine<TPlatform, TTransport, ImageDisk<TPlatform>>(
            ref _input.Source, ref output, ref _reporter, ref _input.Disk, plan);
        ContentEnding ending = engine.Run();
        written = engine.Written;
        _input.ReportEnding(ending);
        return ending == ContentEnding.Done
            && DeviceWatch.TryFlush(ref output, _options.Machine.Completions, ref _reporter);
    }

    private bool TryMap(out ulong parts)
    {
        _input.OpenAccount(_input.Info.VirtualSize);
        Span<byte> frame = _areas.Frame.Bytes<TPlatform>();
        var engine = new MapEngine<TPlatform, TTransport, ImageDisk<TPlatform>>(
            ref _input.Source, ref _input.Disk, ref _reporter, _input.Info.VirtualSize, frame);
        ContentEnding ending = engine.Run();
        parts = engine.Parts;
        if (ending != ContentEnding.Done)
        {
            _input.ReportEnding(ending);
            return false;
        }

        MapResultMessage result = default;
        result.SourceFormat = _input.Info.Format;
        result.ExtentsEmitted = parts;
        result.VirtualSize = _input.Info.VirtualSize;
        _reporter.Map(result, frame);
        return true;
    }

    private bool TryDigest(out ulong hashed)
    {
        hashed = 0;
        if (!_input.HasRoom(_areas.Buffers))
        {
            return false;
        }

        ulong length = _input.Info.VirtualSize;
        _input.OpenAccount(length);
        var contents = new ContentReader<TPlatform, ImageDisk<TPlatform>>(
            ref _input.Source, ref _input.Disk, length, _areas.Buffers, _options.Machine.Completions);
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

        _input.ReportFailure(contents.Failure, _areas.Buffers);
        _input.ReportEnding(contents.Ending);
        return false;
    }

    /// <summary>What is to be converted; false if that goes beyond the disk, or it doesn't fit into RAM.</summary>
    private readonly bool TryPlan(out ConvertPlan plan)
    {
        ulong size = _input.Info.VirtualSize;
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

        return _input.HasRoom(_areas.Buffers);
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
}
