namespace Airlock.Protocol;

/// <summary>
/// Reads the payload of a frame as a GuestMessage, strictly, in one pass, and without an allocation but the message.
/// </summary>
/// <remarks>
/// Google.Protobuf's parser won't do for bytes from a guest: it puts U+FFFD where a string isn't UTF-8, cuts a uint32
/// to its low bits, takes a known field in a wrong wire type for an unknown one, keeps unknown fields at a multiple of
/// their size, and runs over the end of its buffer at lengths near 2 GiB (IndexOutOfRangeException). All of that is
/// malformed here, and so are groups, which proto3 doesn't have. Unknown fields are dropped. What comes twice is merged
/// as that parser merges it. Tests hold both against each other, and against each field of guest.proto.
/// </remarks>
internal sealed class GuestMessageReader
{
    // Tags as constants, for switches: the field's number and the wire type of its type.
    private const uint Number = FieldReader.Varint;
    private const uint Bytes = FieldReader.Delimited;
    private const int Shift = FieldReader.NumberShift;

    private readonly NameCache _names = new();

    /// <summary>The first fault of a payload, or null and the message.</summary>
    public DecodeError? Read(ReadOnlySpan<byte> payload, out GuestMessage message)
    {
        message = new GuestMessage();
        var wire = new FieldReader(payload, _names);
        while (wire.TryReadTag(out uint tag))
        {
            ReadField(tag, ref wire, message);
        }

        return wire.Fault;
    }

    private static void ReadField(uint tag, ref FieldReader wire, GuestMessage message)
    {
        FieldReader content;
        switch (tag)
        {
            case GuestMessage.LevelFieldNumber << Shift | Number:
                message.Level = (Level)wire.ReadEnum();
                return;
            case GuestMessage.InitFieldNumber << Shift | Bytes:
                content = wire.BeginMessage();
                message.Init = Read(ref content, message.Init ?? new());
                break;
            case GuestMessage.CapacityFieldNumber << Shift | Bytes:
                content = wire.BeginMessage();
                message.Capacity = Read(ref content, message.Capacity ?? new());
                break;
            case GuestMessage.ProgressFieldNumber << Shift | Bytes:
                content = wire.BeginMessage();
                message.Progress = Read(ref content, message.Progress ?? new());
                break;
            case GuestMessage.ErrorFieldNumber << Shift | Bytes:
                content = wire.BeginMessage();
                message.Error = Read(ref content, message.Error ?? new());
                break;
            case GuestMessage.CompleteFieldNumber << Shift | Bytes:
                content = wire.BeginMessage();
                message.Complete = Read(ref content, message.Complete ?? new());
                break;
            case GuestMessage.InfoResultFieldNumber << Shift | Bytes:
                content = wire.BeginMessage();
                message.InfoResult = InfoReader.Read(ref content, message.InfoResult ?? new());
                break;
            case GuestMessage.RefusalFieldNumber << Shift | Bytes:
                content = wire.BeginMessage();
                message.Refusal = InfoReader.Read(ref content, message.Refusal ?? new());
                break;
            case GuestMessage.CompareResultFieldNumber << Shift | Bytes:
                content = wire.BeginMessage();
                message.CompareResult = AnswerReader.Read(ref content, message.CompareResult ?? new());
                break;
            case GuestMessage.MapExtentFieldNumber << Shift | Bytes:
                content = wire.BeginMessage();
                message.MapExtent = AnswerReader.Read(ref content, message.MapExtent ?? new());
                break;
            case GuestMessage.MapResultFieldNumber << Shift | Bytes:
                content = wire.BeginMessage();
                message.MapResult = AnswerReader.Read(ref content, message.MapResult ?? new());
                break;
            case GuestMessage.DigestFieldNumber << Shift | Bytes:
                content = wire.BeginMessage();
                message.Digest = AnswerReader.Read(ref content, message.Digest ?? new());
                break;
            default:
                wire.Skip(tag, IsKnown(tag >> Shift));
                return;
        }

        wire.EndMessage(content);
    }

    private static bool IsKnown(uint number) => number is <= GuestMessage.InfoResultFieldNumber
        or GuestMessage.CompareResultFieldNumber or GuestMessage.MapExtentFieldNumber or GuestMessage.MapResultFieldNumber
        or (>= GuestMessage.RefusalFieldNumber and <= GuestMessage.DigestFieldNumber);

    private static InitMessage Read(ref FieldReader wire, InitMessage init)
    {
        while (wire.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case InitMessage.StageFieldNumber << Shift | Bytes: init.Stage = wire.ReadText(); break;
                case InitMessage.DeviceFieldNumber << Shift | Bytes: init.Device = wire.ReadText(); break;
                case InitMessage.AddressFieldNumber << Shift | Number: init.Address = wire.ReadUInt64(); break;
                default: wire.Skip(tag, isKnown: tag >> Shift <= InitMessage.AddressFieldNumber); break;
            }
        }

        return init;
    }

    private static CapacityMessage Read(ref FieldReader wire, CapacityMessage capacity)
    {
        while (wire.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case CapacityMessage.DeviceFieldNumber << Shift | Bytes: capacity.Device = wire.ReadText(); break;
                case CapacityMessage.SectorsFieldNumber << Shift | Number: capacity.Sectors = wire.ReadUInt64(); break;
                case CapacityMessage.BytesFieldNumber << Shift | Number: capacity.Bytes = wire.ReadUInt64(); break;
                default: wire.Skip(tag, isKnown: tag >> Shift <= CapacityMessage.BytesFieldNumber); break;
            }
        }

        return capacity;
    }

    private static ProgressMessage Read(ref FieldReader wire, ProgressMessage progress)
    {
        while (wire.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case ProgressMessage.OperationFieldNumber << Shift | Bytes: progress.Operation = wire.ReadText(); break;
                case ProgressMessage.CurrentFieldNumber << Shift | Number: progress.Current = wire.ReadUInt64(); break;
                case ProgressMessage.TotalFieldNumber << Shift | Number: progress.Total = wire.ReadUInt64(); break;
                case ProgressMessage.PercentFieldNumber << Shift | Number: progress.Percent = wire.ReadUInt32(); break;
                default: wire.Skip(tag, isKnown: tag >> Shift <= ProgressMessage.PercentFieldNumber); break;
            }
        }

        return progress;
    }

    private static ErrorMessage Read(ref FieldReader wire, ErrorMessage error)
    {
        while (wire.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case ErrorMessage.OperationFieldNumber << Shift | Bytes: error.Operation = wire.ReadText(); break;
                case ErrorMessage.DeviceFieldNumber << Shift | Bytes: error.Device = wire.ReadText(); break;
                case ErrorMessage.SectorFieldNumber << Shift | Number: error.Sector = wire.ReadUInt64(); break;
                case ErrorMessage.StatusFieldNumber << Shift | Number: error.Status = wire.ReadUInt32(); break;
                default: wire.Skip(tag, isKnown: tag >> Shift <= ErrorMessage.StatusFieldNumber); break;
            }
        }

        return error;
    }

    private static CompleteMessage Read(ref FieldReader wire, CompleteMessage complete)
    {
        while (wire.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case CompleteMessage.OperationFieldNumber << Shift | Bytes: complete.Operation = wire.ReadText(); break;
                case CompleteMessage.CountFieldNumber << Shift | Number: complete.Count = wire.ReadUInt64(); break;
                case CompleteMessage.SuccessFieldNumber << Shift | Number: complete.Success = wire.ReadBool(); break;
                default: wire.Skip(tag, isKnown: tag >> Shift <= CompleteMessage.SuccessFieldNumber); break;
            }
        }

        return complete;
    }
}
