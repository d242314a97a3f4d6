using System;
using Airlock.Guest.Messages;
using Airlock.Guest.Programs;
using Airlock.Guest.Transports;
using Airlock.Guest.Virtio;

namespace Airlock.Copy;

/// <summary>Says what happens, in the mode that the boot configuration asked for.</summary>
/// <typeparam name="TTransport">Where messages go.</typeparam>
internal struct CopyReporter<TTransport> : IDeviceReporter
    where TTransport : struct, IMessageTransport
{
    private readonly MessageMode _mode;
    private TTransport _transport; // one only: it may have state

    /// <summary>A reporter through <paramref name="transport"/>.</summary>
    public CopyReporter(TTransport transport, MessageMode mode)
    {
        _mode = mode;
        _transport = transport;
    }

    private static ReadOnlySpan<byte> Operation => "copy"u8;

    /// <inheritdoc/>
    public void Initialised(DeviceStage stage, DeviceRole role, ulong value)
    {
        if (_mode == MessageMode.Protobuf)
        {
            TypedMessages.Init(ref _transport, Names.Of(stage), Names.Of(role), value);
            Flush();
        }
    }

    /// <inheritdoc/>
    public void Capacity(DeviceRole role, ulong sectors)
    {
        if (_mode == MessageMode.Protobuf)
        {
            TypedMessages.Capacity(ref _transport, Names.Of(role), sectors);
            Flush();
        }
    }

    /// <summary>So much has been written.</summary>
    public void Progress(ulong current, ulong total)
    {
        if (_mode == MessageMode.Protobuf)
        {
            TypedMessages.Progress(ref _transport, Operation, current, total);
        }
        else if (_mode == MessageMode.Text)
        {
            PredecessorLines.Progress(ref _transport, current, total);
        }
    }

    /// <summary>A sector could not be read, or written.</summary>
    public void SectorFailed(BlockOperation operation, ulong sector, uint status)
    {
        if (_mode == MessageMode.Text)
        {
            PredecessorLines.SectorFailed(ref _transport, operation, sector);
            return;
        }

        DeviceRole role = operation == BlockOperation.Read ? DeviceRole.Input : DeviceRole.Output;
        TypedMessages.Error(ref _transport, Names.Of(operation), Names.Of(role), sector, status);
    }

    /// <summary>
    /// A device failed as a whole, for a reason that is a DriverError, a ProgramError or a CopyError. The predecessor had
    /// no words for that: its lines say that the first sector can't be read, or written.
    /// </summary>
    public void DeviceFailed(DeviceStage stage, DeviceRole role, uint status)
    {
        if (_mode == MessageMode.Text)
        {
            BlockOperation operation = role == DeviceRole.Input ? BlockOperation.Read : BlockOperation.Write;
            PredecessorLines.SectorFailed(ref _transport, operation, sector: 0);
            return;
        }

        TypedMessages.Error(ref _transport, Names.Of(stage), Names.Of(role), sector: 0, status);
    }

    /// <summary>The boot configuration can't be used; what mode it wanted isn't known then.</summary>
    public void ConfigurationFailed(uint status) =>
        TypedMessages.Error(ref _transport, Names.Configuration, Names.Guest, sector: 0, status);

    /// <summary>The last word.</summary>
    public void Complete(ulong copied, bool success)
    {
        if (_mode == MessageMode.Text)
        {
            PredecessorLines.Complete(ref _transport, copied);
        }
        else
        {
            TypedMessages.Complete(ref _transport, Operation, copied, success);
        }

        Flush();
    }

    /// <inheritdoc/>
    public void Flush() => _transport.Flush();
}
