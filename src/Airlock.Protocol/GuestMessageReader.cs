namespace Airlock.Protocol;

/// <summary>
/// Reads the payload of a frame as a GuestMessage, strictly, in one pass, and without an allocation but the message.
/// </summary>
/// <remarks>
/// Google.Protobuf's parser won't do for bytes from a guest: it puts U+FFFD where a string isn't UTF-8, cuts a uint32 to
/// its low bits, takes a known field in a wrong wire type for an unknown one, keeps unknown fields at a multiple of
/// their size, and runs over the end of its buffer at lengths near 2 GiB (IndexOutOfRangeException). All of that is
/// malformed here, and so are groups, which proto3 doesn't have. Unknown fields are dropped. What comes twice is merged
/// as that parser merges it. Tests hold both against each other, and against each field of guest.proto.
/// </remarks>
internal sealed class GuestMessageReader
{
    // Tags as constants, for switches: the field's number and the wire type of its type.
    private const uint AsNumber = FieldReader.Varint;
    private const uint AsContent = FieldReader.Delimited;
    private const int Shift = FieldReader.NumberShift;

    private readonly NameCache _names = new();

    /// <summary>The first fault of a payload, or null and the message.</summary>
    public DecodeError? Read(ReadOnlySpan<byte> payload, out GuestMessage message)
    {
        message = new GuestMessage();
        var fields = new FieldReader(payload, _names);
        while (fields.TryReadTag(out uint tag))
        {
            ReadField(tag, ref fields, message);
        }

        return fields.Fault;
    }

    private static void ReadField(uint tag, ref FieldReader fields, GuestMessage message)
    {
        FieldReader content;
        switch (tag)
        {
            case GuestMessage.LevelFieldNumber << Shift | AsNumber:
                message.Level = (Level)fields.ReadEnum();
                return;
            case GuestMessage.InitFieldNumber << Shift | AsContent:
                content = fields.BeginMessage();
                message.Init = Read(ref content, message.Init ?? new());
                break;
            case GuestMessage.CapacityFieldNumber << Shift | AsContent:
                content = fields.BeginMessage();
                message.Capacity = Read(ref content, message.Capacity ?? new());
                break;
            case GuestMessage.ProgressFieldNumber << Shift | AsContent:
                content = fields.BeginMessage();
                message.Progress = Read(ref content, message.Progress ?? new());
                break;
            case GuestMessage.ErrorFieldNumber << Shift | AsContent:
                content = fields.BeginMessage();
                message.Error = Read(ref content, message.Error ?? new());
                break;
            case GuestMessage.CompleteFieldNumber << Shift | AsContent:
                content = fields.BeginMessage();
                message.Complete = Read(ref content, message.Complete ?? new());
                break;
            default:
                fields.Skip(tag, lastKnown: GuestMessage.CompleteFieldNumber);
                return;
        }

        fields.EndMessage(content);
    }

    private static InitMessage Read(ref FieldReader fields, InitMessage init)
    {
        while (fields.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case InitMessage.StageFieldNumber << Shift | AsContent: init.Stage = fields.ReadText(); break;
                case InitMessage.DeviceFieldNumber << Shift | AsContent: init.Device = fields.ReadText(); break;
                case InitMessage.AddressFieldNumber << Shift | AsNumber: init.Address = fields.ReadUInt64(); break;
                default: fields.Skip(tag, lastKnown: InitMessage.AddressFieldNumber); break;
            }
        }

        return init;
    }

    private static CapacityMessage Read(ref FieldReader fields, CapacityMessage capacity)
    {
        while (fields.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case CapacityMessage.DeviceFieldNumber << Shift | AsContent: capacity.Device = fields.ReadText(); break;
                case CapacityMessage.SectorsFieldNumber << Shift | AsNumber: capacity.Sectors = fields.ReadUInt64(); break;
                case CapacityMessage.BytesFieldNumber << Shift | AsNumber: capacity.Bytes = fields.ReadUInt64(); break;
                default: fields.Skip(tag, lastKnown: CapacityMessage.BytesFieldNumber); break;
            }
        }

        return capacity;
    }

    private static ProgressMessage Read(ref FieldReader fields, ProgressMessage progress)
    {
        while (fields.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case ProgressMessage.OperationFieldNumber << Shift | AsContent: progress.Operation = fields.ReadText(); break;
                case ProgressMessage.CurrentFieldNumber << Shift | AsNumber: progress.Current = fields.ReadUInt64(); break;
                case ProgressMessage.TotalFieldNumber << Shift | AsNumber: progress.Total = fields.ReadUInt64(); break;
                case ProgressMessage.PercentFieldNumber << Shift | AsNumber: progress.Percent = fields.ReadUInt32(); break;
                default: fields.Skip(tag, lastKnown: ProgressMessage.PercentFieldNumber); break;
            }
        }

        return progress;
    }

    private static ErrorMessage Read(ref FieldReader fields, ErrorMessage error)
    {
        while (fields.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case ErrorMessage.OperationFieldNumber << Shift | AsContent: error.Operation = fields.ReadText(); break;
                case ErrorMessage.DeviceFieldNumber << Shift | AsContent: error.Device = fields.ReadText(); break;
                case ErrorMessage.SectorFieldNumber << Shift | AsNumber: error.Sector = fields.ReadUInt64(); break;
                case ErrorMessage.StatusFieldNumber << Shift | AsNumber: error.Status = fields.ReadUInt32(); break;
                default: fields.Skip(tag, lastKnown: ErrorMessage.StatusFieldNumber); break;
            }
        }

        return error;
    }

    private static CompleteMessage Read(ref FieldReader fields, CompleteMessage complete)
    {
        while (fields.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case CompleteMessage.OperationFieldNumber << Shift | AsContent: complete.Operation = fields.ReadText(); break;
                case CompleteMessage.CountFieldNumber << Shift | AsNumber: complete.Count = fields.ReadUInt64(); break;
                case CompleteMessage.SuccessFieldNumber << Shift | AsNumber: complete.Success = fields.ReadBool(); break;
                default: fields.Skip(tag, lastKnown: CompleteMessage.SuccessFieldNumber); break;
            }
        }

        return complete;
    }
}
