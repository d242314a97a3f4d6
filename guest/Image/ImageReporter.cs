using System;
using Airlock.Guest.Messages;
using Airlock.Guest.Programs;
using Airlock.Guest.Transports;
using Airlock.Guest.Virtio;

namespace Airlock.Image;

/// <summary>Says what happens, in typed messages.</summary>
/// <typeparam name="TTransport">Where messages go.</typeparam>
internal struct ImageReporter<TTransport> : IDeviceReporter
    where TTransport : struct, IMessageTransport
{
    private readonly bool _isQuiet;
    private readonly Operation _operation;
    private TTransport _transport; // one only: it may have state

    /// <summary>
    /// A reporter through <paramref name="transport"/>. The predecessor's text has no words for images, so typed
    /// messages stand for it.
    /// </summary>
    public ImageReporter(TTransport transport, in ImageOptions options)
    {
        _isQuiet = options.Machine.Messages == MessageMode.None;
        _operation = options.Operation;
        _transport = transport;
    }

    /// <inheritdoc/>
    public void Initialised(DeviceStage stage, DeviceRole role, ulong value)
    {
        if (!_isQuiet)
        {
            TypedMessages.Init(ref _transport, Names.Of(stage), Names.Of(role), value);
            Flush();
        }
    }

    /// <inheritdoc/>
    public void Capacity(DeviceRole role, ulong sectors)
    {
        if (!_isQuiet)
        {
            TypedMessages.Capacity(ref _transport, Names.Of(role), sectors);
            Flush();
        }
    }

    /// <summary>So many sectors of the virtual disk are done.</summary>
    public void Progress(ulong current, ulong total)
    {
        if (!_isQuiet)
        {
            TypedMessages.Progress(ref _transport, NameOf(_operation), current, total);
        }
    }

    /// <summary>A sector could not be read, or written.</summary>
    public void SectorFailed(DeviceRole role, ulong sector, uint status)
    {
        BlockOperation operation = role == DeviceRole.Output ? BlockOperation.Write : BlockOperation.Read;
        TypedMessages.Error(ref _transport, Names.Of(operation), Names.Of(role), sector, status);
    }

    /// <inheritdoc/>
    public void DeviceFailed(DeviceStage stage, DeviceRole role, uint status) =>
        TypedMessages.Error(ref _transport, Names.Of(stage), Names.Of(role), sector: 0, status);

    /// <summary>The boot configuration can't be used.</summary>
    public void ConfigurationFailed(uint status) =>
        TypedMessages.Error(ref _transport, Names.Configuration, Names.Guest, sector: 0, status);

    /// <summary>The last word.</summary>
    public void Complete(ulong count, bool success)
    {
        TypedMessages.Complete(ref _transport, NameOf(_operation), count, success);
        Flush();
    }

    /// <summary>What the image is; <paramref name="frame"/> is room for the message.</summary>
    public void Info(in InfoResultMessage info, Span<byte> frame) =>
        Send(frame, Frame.TryEncode(Level.Info, info, frame, out int length), length);

    /// <summary>Why the image isn't taken; <paramref name="frame"/> is room for the message.</summary>
    public void Refuse(in Refusal refusal, Span<byte> frame) =>
        Send(frame, Frame.TryEncode(Level.Error, refusal, frame, out int length), length);

    /// <inheritdoc/>
    public void Flush() => _transport.Flush();

    /// <summary>What the disk's contents come to; <paramref name="frame"/> is room for the message.</summary>
    public void Digest(in DigestMessage digest, Span<byte> frame) =>
        Send(frame, Frame.TryEncode(Level.Info, digest, frame, out int length), length);

    /// <summary>What lies in a part of the disk; <paramref name="frame"/> is room for the message.</summary>
    public void Extent(in MapExtentMessage extent, Span<byte> frame) =>
        Send(frame, Frame.TryEncode(Level.Info, extent, frame, out int length), length);

    /// <summary>Whether two disks hold the same; <paramref name="frame"/> is room for the message.</summary>
    public void Compare(in CompareResultMessage result, Span<byte> frame) =>
        Send(frame, Frame.TryEncode(Level.Info, result, frame, out int length), length);

    /// <summary>That all parts have been named; <paramref name="frame"/> is room for the message.</summary>
    public void Map(in MapResultMessage map, Span<byte> frame) =>
        Send(frame, Frame.TryEncode(Level.Info, map, frame, out int length), length);

    private static ReadOnlySpan<byte> NameOf(Operation operation) => operation switch
    {
        Operation.OperationConvert => "convert"u8,
        Operation.OperationMap => "map"u8,
        Operation.OperationCompare => "compare"u8,
        Operation.OperationDigest => "digest"u8,
        _ => "info"u8,
    };

    private void Send(ReadOnlySpan<byte> frame, bool isEncoded, int length)
    {
        // Texts that are cut at their bounds always fit; half a frame would make everything after it worthless.
        if (isEncoded)
        {
            _transport.Send(frame.Slice(0, length));
        }
    }
}
