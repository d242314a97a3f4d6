using System.Text.Json;

namespace Airlock.Protocol;

/// <summary>
/// The payloads that say what an image is, or why it isn't taken, as <see cref="MessageJson"/> writes them.
/// </summary>
internal static class InfoJson
{
    /// <summary>Writes the fields as an object.</summary>
    public static void Write(InfoResultMessage info, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("format"u8, info.Format);
        json.WriteNumber("version"u8, info.Version);
        MessageJson.WriteUInt64("virtualSize"u8, info.VirtualSize, json);
        MessageJson.WriteUInt64("actualSize"u8, info.ActualSize, json);
        json.WriteNumber("clusterSize"u8, info.ClusterSize);
        json.WriteNumber("flags"u8, info.Flags);
        json.WriteString("backingFile"u8, info.BackingFile);
        json.WriteString("externalDataFile"u8, info.ExternalDataFile);
        WriteDetails(info, json);
        WriteTexts("alsoLooksLike"u8, info.AlsoLooksLike, json);
        if (info.Convertible is { } convertible)
        {
            json.WritePropertyName("convertible"u8);
            Write(convertible, json);
        }

        json.WriteString("partitionTable"u8, info.PartitionTable);
        MessageJson.WriteUInt64("imageEnd"u8, info.ImageEnd, json);
        json.WriteEndObject();
    }

    /// <summary>What only images of one format have.</summary>
    private static void WriteDetails(InfoResultMessage info, Utf8JsonWriter json)
    {
        if (info.Qcow2Info is { } qcow2Info)
        {
            json.WritePropertyName("qcow2Info"u8);
            Write(qcow2Info, json);
        }

        if (info.VmdkInfo is { } vmdkInfo)
        {
            json.WritePropertyName("vmdkInfo"u8);
            Write(vmdkInfo, json);
        }

        if (info.VdiInfo is { } vdiInfo)
        {
            json.WritePropertyName("vdiInfo"u8);
            Write(vdiInfo, json);
        }

        if (info.LuksInfo is { } luksInfo)
        {
            json.WritePropertyName("luksInfo"u8);
            Write(luksInfo, json);
        }

        if (info.VhdInfo is { } vhdInfo)
        {
            json.WritePropertyName("vhdInfo"u8);
            Write(vhdInfo, json);
        }

        if (info.VhdxInfo is { } vhdxInfo)
        {
            json.WritePropertyName("vhdxInfo"u8);
            Write(vhdxInfo, json);
        }
    }

    private static void Write(Qcow2Info qcow2, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("compat"u8, qcow2.Compat);
        json.WriteString("compressionType"u8, qcow2.CompressionType);
        json.WriteBoolean("lazyRefcounts"u8, qcow2.LazyRefcounts);
        json.WriteNumber("refcountBits"u8, qcow2.RefcountBits);
        json.WriteBoolean("corrupt"u8, qcow2.Corrupt);
        json.WriteBoolean("extendedL2"u8, qcow2.ExtendedL2);
        json.WriteString("backingFormat"u8, qcow2.BackingFormat);
        json.WriteBoolean("dirty"u8, qcow2.Dirty);
        json.WriteNumber("nbSnapshots"u8, qcow2.NbSnapshots);
        MessageJson.WriteUInt64("incompatible"u8, qcow2.Incompatible, json);
        MessageJson.WriteUInt64("compatible"u8, qcow2.Compatible, json);
        MessageJson.WriteUInt64("autoclear"u8, qcow2.Autoclear, json);
        json.WriteBoolean("dataFileRaw"u8, qcow2.DataFileRaw);
        json.WriteNumber("cryptMethod"u8, qcow2.CryptMethod);
        json.WriteNumber("nbBitmaps"u8, qcow2.NbBitmaps);
        WriteTexts("unknownFeatures"u8, qcow2.UnknownFeatures, json);
        json.WriteEndObject();
    }

    private static void Write(VmdkInfo vmdk, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("cid"u8, vmdk.Cid);
        json.WriteNumber("parentCid"u8, vmdk.ParentCid);
        json.WriteString("createType"u8, vmdk.CreateType);
        json.WriteStartArray("extents"u8);
        foreach (VmdkExtent extent in vmdk.Extents)
        {
            Write(extent, json);
        }

        json.WriteEndArray();
        json.WriteString("parentHint"u8, vmdk.ParentHint);
        json.WriteNumber("extentsTotal"u8, vmdk.ExtentsTotal);
        json.WriteEndObject();
    }

    private static void Write(VmdkExtent extent, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("access"u8, extent.Access);
        MessageJson.WriteUInt64("sectors"u8, extent.Sectors, json);
        json.WriteString("type"u8, extent.Type);
        json.WriteString("name"u8, extent.Name);
        MessageJson.WriteUInt64("offset"u8, extent.Offset, json);
        json.WriteEndObject();
    }

    private static void Write(VdiInfo vdi, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("imageType"u8, vdi.ImageType);
        json.WriteNumber("blockSize"u8, vdi.BlockSize);
        json.WriteNumber("blocksInImage"u8, vdi.BlocksInImage);
        json.WriteNumber("blocksAllocated"u8, vdi.BlocksAllocated);
        json.WriteString("uuid"u8, vdi.Uuid);
        json.WriteEndObject();
    }

    private static void Write(LuksInfo luks, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("cipher"u8, luks.Cipher);
        json.WriteString("cipherMode"u8, luks.CipherMode);
        json.WriteString("hash"u8, luks.Hash);
        json.WriteString("uuid"u8, luks.Uuid);
        json.WriteNumber("payloadOffset"u8, luks.PayloadOffset);
        json.WriteNumber("masterKeyLength"u8, luks.MasterKeyLength);
        json.WriteNumber("activeKeySlots"u8, luks.ActiveKeySlots);
        json.WriteString("innerFormat"u8, luks.InnerFormat);
        MessageJson.WriteUInt64("innerVirtualSize"u8, luks.InnerVirtualSize, json);
        json.WriteEndObject();
    }

    private static void Write(VhdInfo vhd, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("diskType"u8, vhd.DiskType);
        json.WriteString("creatorApp"u8, vhd.CreatorApp);
        MessageJson.WriteUInt64("currentSize"u8, vhd.CurrentSize, json);
        MessageJson.WriteUInt64("chsSize"u8, vhd.ChsSize, json);
        json.WriteNumber("blockSize"u8, vhd.BlockSize);
        json.WriteString("parentName"u8, vhd.ParentName);
        json.WriteBoolean("fromCopy"u8, vhd.FromCopy);
        json.WriteEndObject();
    }

    private static void Write(VhdxInfo vhdx, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("blockSize"u8, vhdx.BlockSize);
        json.WriteNumber("logicalSector"u8, vhdx.LogicalSector);
        json.WriteNumber("physicalSector"u8, vhdx.PhysicalSector);
        json.WriteBoolean("fixed"u8, vhdx.Fixed);
        json.WriteBoolean("hasParent"u8, vhdx.HasParent);
        json.WriteBoolean("logPending"u8, vhdx.LogPending);
        WriteTexts("parentLocator"u8, vhdx.ParentLocator, json);
        json.WriteEndObject();
    }

    /// <summary>Writes the fields as an object.</summary>
    public static void Write(Refusal refusal, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteReason(refusal.Reason, json);
        json.WriteString("format"u8, refusal.Format);
        json.WriteString("field"u8, refusal.Field);
        MessageJson.WriteUInt64("value"u8, refusal.Value, json);
        MessageJson.WriteUInt64("limit"u8, refusal.Limit, json);
        MessageJson.WriteUInt64("offset"u8, refusal.Offset, json);
        json.WriteString("text"u8, refusal.Text);
        json.WriteString("device"u8, refusal.Device);
        json.WriteEndObject();
    }

    private static void WriteTexts(ReadOnlySpan<byte> name, IEnumerable<string> texts, Utf8JsonWriter json)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteReason(RefusalClass reason, Utf8JsonWriter json)
    {
        if (RefusalNames.Of(reason) is { Length: > 0 } name)
        {
            json.WriteString("reason"u8, "REFUSAL_" + name);
        }
        else
        {
            json.WriteNumber("reason"u8, (int)reason); // the mapping's form of a value without a name
        }
    }
}
