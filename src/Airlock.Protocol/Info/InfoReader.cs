namespace Airlock.Protocol;

/// <summary>
/// Reads the payloads that say what an image is, or why it isn't taken; strictly, as <see cref="GuestMessageReader"/>
/// does. Nothing limits how often a field repeats but the length of a frame.
/// </summary>
internal static class InfoReader
{
    private const uint Number = FieldReader.Varint;
    private const uint Bytes = FieldReader.Delimited;
    private const int Shift = FieldReader.NumberShift;

    /// <summary>Fields that aren't shared with other implementations start at this number.</summary>
    private const int FirstOwn = 64;

    public static InfoResultMessage Read(ref FieldReader wire, InfoResultMessage info)
    {
        while (wire.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case InfoResultMessage.FormatFieldNumber << Shift | Bytes: info.Format = wire.ReadText(); break;
                case InfoResultMessage.VersionFieldNumber << Shift | Number: info.Version = wire.ReadUInt32(); break;
                case InfoResultMessage.VirtualSizeFieldNumber << Shift | Number:
                    info.VirtualSize = wire.ReadUInt64();
                    break;
                case InfoResultMessage.ActualSizeFieldNumber << Shift | Number:
                    info.ActualSize = wire.ReadUInt64();
                    break;
                case InfoResultMessage.ClusterSizeFieldNumber << Shift | Number:
                    info.ClusterSize = wire.ReadUInt32();
                    break;
                case InfoResultMessage.FlagsFieldNumber << Shift | Number: info.Flags = wire.ReadUInt32(); break;
                case InfoResultMessage.BackingFileFieldNumber << Shift | Bytes:
                    info.BackingFile = wire.ReadText();
                    break;
                case InfoResultMessage.ExternalDataFileFieldNumber << Shift | Bytes:
                    info.ExternalDataFile = wire.ReadText();
                    break;
                case InfoResultMessage.Qcow2InfoFieldNumber << Shift | Bytes:
                    info.Qcow2Info = Nested(ref wire, Read, info.Qcow2Info ?? new());
                    break;
                case InfoResultMessage.VmdkInfoFieldNumber << Shift | Bytes:
                    info.VmdkInfo = Nested(ref wire, Read, info.VmdkInfo ?? new());
                    break;
                case InfoResultMessage.VdiInfoFieldNumber << Shift | Bytes:
                    info.VdiInfo = Nested(ref wire, Read, info.VdiInfo ?? new());
                    break;
                case InfoResultMessage.LuksInfoFieldNumber << Shift | Bytes:
                    info.LuksInfo = Nested(ref wire, Read, info.LuksInfo ?? new());
                    break;
                case InfoResultMessage.VhdInfoFieldNumber << Shift | Bytes:
                    info.VhdInfo = Nested(ref wire, Read, info.VhdInfo ?? new());
                    break;
                case InfoResultMessage.VhdxInfoFieldNumber << Shift | Bytes:
                    info.VhdxInfo = Nested(ref wire, Read, info.VhdxInfo ?? new());
                    break;
                case InfoResultMessage.AlsoLooksLikeFieldNumber << Shift | Bytes:
                    info.AlsoLooksLike.Add(wire.ReadText());
                    break;
                case InfoResultMessage.ConvertibleFieldNumber << Shift | Bytes:
                    info.Convertible = Nested(ref wire, Read, info.Convertible ?? new());
                    break;
                case InfoResultMessage.PartitionTableFieldNumber << Shift | Bytes:
                    info.PartitionTable = wire.ReadText();
                    break;
                case InfoResultMessage.ImageEndFieldNumber << Shift | Number: info.ImageEnd = wire.ReadUInt64(); break;
                default:
                    wire.Skip(tag,
                        IsKnown(tag, InfoResultMessage.LuksInfoFieldNumber, InfoResultMessage.ImageEndFieldNumber));
                    break;
            }
        }

        return info;
    }

    private static Qcow2Info Read(ref FieldReader wire, Qcow2Info qcow2)
    {
        while (wire.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case Qcow2Info.CompatFieldNumber << Shift | Bytes: qcow2.Compat = wire.ReadText(); break;
                case Qcow2Info.CompressionTypeFieldNumber << Shift | Bytes:
                    qcow2.CompressionType = wire.ReadText();
                    break;
                case Qcow2Info.LazyRefcountsFieldNumber << Shift | Number: qcow2.LazyRefcounts = wire.ReadBool(); break;
                case Qcow2Info.RefcountBitsFieldNumber << Shift | Number: qcow2.RefcountBits = wire.ReadUInt32(); break;
                case Qcow2Info.CorruptFieldNumber << Shift | Number: qcow2.Corrupt = wire.ReadBool(); break;
                case Qcow2Info.ExtendedL2FieldNumber << Shift | Number: qcow2.ExtendedL2 = wire.ReadBool(); break;
                case Qcow2Info.BackingFormatFieldNumber << Shift | Bytes: qcow2.BackingFormat = wire.ReadText(); break;
                case Qcow2Info.DirtyFieldNumber << Shift | Number: qcow2.Dirty = wire.ReadBool(); break;
                case Qcow2Info.NbSnapshotsFieldNumber << Shift | Number: qcow2.NbSnapshots = wire.ReadUInt32(); break;
                case Qcow2Info.IncompatibleFieldNumber << Shift | Number: qcow2.Incompatible = wire.ReadUInt64(); break;
                case Qcow2Info.CompatibleFieldNumber << Shift | Number: qcow2.Compatible = wire.ReadUInt64(); break;
                case Qcow2Info.AutoclearFieldNumber << Shift | Number: qcow2.Autoclear = wire.ReadUInt64(); break;
                case Qcow2Info.DataFileRawFieldNumber << Shift | Number: qcow2.DataFileRaw = wire.ReadBool(); break;
                case Qcow2Info.CryptMethodFieldNumber << Shift | Number: qcow2.CryptMethod = wire.ReadUInt32(); break;
                case Qcow2Info.NbBitmapsFieldNumber << Shift | Number: qcow2.NbBitmaps = wire.ReadUInt32(); break;
                case Qcow2Info.UnknownFeaturesFieldNumber << Shift | Bytes:
                    qcow2.UnknownFeatures.Add(wire.ReadText());
                    break;
                default:
                    wire.Skip(tag,
                        IsKnown(tag, Qcow2Info.NbSnapshotsFieldNumber, Qcow2Info.UnknownFeaturesFieldNumber));
                    break;
            }
        }

        return qcow2;
    }

    private static VmdkInfo Read(ref FieldReader wire, VmdkInfo vmdk)
    {
        while (wire.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case VmdkInfo.CidFieldNumber << Shift | Number: vmdk.Cid = wire.ReadUInt32(); break;
                case VmdkInfo.ParentCidFieldNumber << Shift | Number: vmdk.ParentCid = wire.ReadUInt32(); break;
                case VmdkInfo.CreateTypeFieldNumber << Shift | Bytes: vmdk.CreateType = wire.ReadText(); break;
                case VmdkInfo.ExtentsFieldNumber << Shift | Bytes:
                    vmdk.Extents.Add(Nested(ref wire, Read, new VmdkExtent()));
                    break;
                case VmdkInfo.ParentHintFieldNumber << Shift | Bytes: vmdk.ParentHint = wire.ReadText(); break;
                case VmdkInfo.ExtentsTotalFieldNumber << Shift | Number: vmdk.ExtentsTotal = wire.ReadUInt32(); break;
                default:
                    wire.Skip(tag, IsKnown(tag, VmdkInfo.CreateTypeFieldNumber, VmdkInfo.ExtentsTotalFieldNumber));
                    break;
            }
        }

        return vmdk;
    }

    private static VmdkExtent Read(ref FieldReader wire, VmdkExtent extent)
    {
        while (wire.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case VmdkExtent.AccessFieldNumber << Shift | Bytes: extent.Access = wire.ReadText(); break;
                case VmdkExtent.SectorsFieldNumber << Shift | Number: extent.Sectors = wire.ReadUInt64(); break;
                case VmdkExtent.TypeFieldNumber << Shift | Bytes: extent.Type = wire.ReadText(); break;
                case VmdkExtent.NameFieldNumber << Shift | Bytes: extent.Name = wire.ReadText(); break;
                case VmdkExtent.OffsetFieldNumber << Shift | Number: extent.Offset = wire.ReadUInt64(); break;
                default: wire.Skip(tag, IsKnown(tag, VmdkExtent.OffsetFieldNumber)); break;
            }
        }

        return extent;
    }

    private static VdiInfo Read(ref FieldReader wire, VdiInfo vdi)
    {
        while (wire.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case VdiInfo.ImageTypeFieldNumber << Shift | Number: vdi.ImageType = wire.ReadUInt32(); break;
                case VdiInfo.BlockSizeFieldNumber << Shift | Number: vdi.BlockSize = wire.ReadUInt32(); break;
                case VdiInfo.BlocksInImageFieldNumber << Shift | Number: vdi.BlocksInImage = wire.ReadUInt32(); break;
                case VdiInfo.BlocksAllocatedFieldNumber << Shift | Number:
                    vdi.BlocksAllocated = wire.ReadUInt32();
                    break;
                case VdiInfo.UuidFieldNumber << Shift | Bytes: vdi.Uuid = wire.ReadText(); break;
                default: wire.Skip(tag, IsKnown(tag, VdiInfo.UuidFieldNumber)); break;
            }
        }

        return vdi;
    }

    private static LuksInfo Read(ref FieldReader wire, LuksInfo luks)
    {
        while (wire.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case LuksInfo.CipherFieldNumber << Shift | Bytes: luks.Cipher = wire.ReadText(); break;
                case LuksInfo.CipherModeFieldNumber << Shift | Bytes: luks.CipherMode = wire.ReadText(); break;
                case LuksInfo.HashFieldNumber << Shift | Bytes: luks.Hash = wire.ReadText(); break;
                case LuksInfo.UuidFieldNumber << Shift | Bytes: luks.Uuid = wire.ReadText(); break;
                case LuksInfo.PayloadOffsetFieldNumber << Shift | Number: luks.PayloadOffset = wire.ReadUInt32(); break;
                case LuksInfo.MasterKeyLengthFieldNumber << Shift | Number:
                    luks.MasterKeyLength = wire.ReadUInt32();
                    break;
                case LuksInfo.ActiveKeySlotsFieldNumber << Shift | Number:
                    luks.ActiveKeySlots = wire.ReadUInt32();
                    break;
                case LuksInfo.InnerFormatFieldNumber << Shift | Bytes: luks.InnerFormat = wire.ReadText(); break;
                case LuksInfo.InnerVirtualSizeFieldNumber << Shift | Number:
                    luks.InnerVirtualSize = wire.ReadUInt64();
                    break;
                default: wire.Skip(tag, IsKnown(tag, LuksInfo.InnerVirtualSizeFieldNumber)); break;
            }
        }

        return luks;
    }

    private static VhdInfo Read(ref FieldReader wire, VhdInfo vhd)
    {
        while (wire.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case VhdInfo.DiskTypeFieldNumber << Shift | Number: vhd.DiskType = wire.ReadUInt32(); break;
                case VhdInfo.CreatorAppFieldNumber << Shift | Bytes: vhd.CreatorApp = wire.ReadText(); break;
                case VhdInfo.CurrentSizeFieldNumber << Shift | Number: vhd.CurrentSize = wire.ReadUInt64(); break;
                case VhdInfo.ChsSizeFieldNumber << Shift | Number: vhd.ChsSize = wire.ReadUInt64(); break;
                case VhdInfo.BlockSizeFieldNumber << Shift | Number: vhd.BlockSize = wire.ReadUInt32(); break;
                case VhdInfo.ParentNameFieldNumber << Shift | Bytes: vhd.ParentName = wire.ReadText(); break;
                case VhdInfo.FromCopyFieldNumber << Shift | Number: vhd.FromCopy = wire.ReadBool(); break;
                default: wire.Skip(tag, IsKnown(tag, VhdInfo.FromCopyFieldNumber)); break;
            }
        }

        return vhd;
    }

    private static VhdxInfo Read(ref FieldReader wire, VhdxInfo vhdx)
    {
        while (wire.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case VhdxInfo.BlockSizeFieldNumber << Shift | Number: vhdx.BlockSize = wire.ReadUInt32(); break;
                case VhdxInfo.LogicalSectorFieldNumber << Shift | Number: vhdx.LogicalSector = wire.ReadUInt32(); break;
                case VhdxInfo.PhysicalSectorFieldNumber << Shift | Number:
                    vhdx.PhysicalSector = wire.ReadUInt32();
                    break;
                case VhdxInfo.FixedFieldNumber << Shift | Number: vhdx.Fixed = wire.ReadBool(); break;
                case VhdxInfo.HasParentFieldNumber << Shift | Number: vhdx.HasParent = wire.ReadBool(); break;
                case VhdxInfo.LogPendingFieldNumber << Shift | Number: vhdx.LogPending = wire.ReadBool(); break;
                case VhdxInfo.ParentLocatorFieldNumber << Shift | Bytes: vhdx.ParentLocator.Add(wire.ReadText()); break;
                default: wire.Skip(tag, IsKnown(tag, VhdxInfo.ParentLocatorFieldNumber)); break;
            }
        }

        return vhdx;
    }

    public static Refusal Read(ref FieldReader wire, Refusal refusal)
    {
        while (wire.TryReadTag(out uint tag))
        {
            switch (tag)
            {
                case Refusal.ReasonFieldNumber << Shift | Number: refusal.Reason = (RefusalClass)wire.ReadEnum(); break;
                case Refusal.FormatFieldNumber << Shift | Bytes: refusal.Format = wire.ReadText(); break;
                case Refusal.FieldFieldNumber << Shift | Bytes: refusal.Field = wire.ReadText(); break;
                case Refusal.ValueFieldNumber << Shift | Number: refusal.Value = wire.ReadUInt64(); break;
                case Refusal.LimitFieldNumber << Shift | Number: refusal.Limit = wire.ReadUInt64(); break;
                case Refusal.OffsetFieldNumber << Shift | Number: refusal.Offset = wire.ReadUInt64(); break;
                case Refusal.TextFieldNumber << Shift | Bytes: refusal.Text = wire.ReadText(); break;
                case Refusal.DeviceFieldNumber << Shift | Bytes: refusal.Device = wire.ReadText(); break;
                default: wire.Skip(tag, IsKnown(tag, Refusal.TextFieldNumber, Refusal.DeviceFieldNumber)); break;
            }
        }

        return refusal;
    }

    private static T Nested<T>(ref FieldReader wire, MessageReader<T> read, T message)
    {
        FieldReader content = wire.BeginMessage();
        T result = read(ref content, message);
        wire.EndMessage(content);
        return result;
    }

    /// <summary>Whether a message has a field of this number: shared ones from 1 on, own ones from 64 on.</summary>
    private static bool IsKnown(uint tag, uint lastShared, uint lastOwn = 0)
    {
        uint number = tag >> Shift;
        return number <= lastShared || (number >= FirstOwn && number <= lastOwn);
    }

    private delegate T MessageReader<T>(ref FieldReader wire, T message);
}
