using System.Text.Json;
using Airlock.Protocol;

namespace Airlock.Cli.Output;

/// <summary>
/// What an image is, as one JSON object: keys of <c>qemu-img info --output=json</c> where they mean the same, and ours
/// under <c>airlock</c>.
/// </summary>
internal static class ImageReportJson
{
    public static string Of(ImageReport report) => JsonAnswer.Of(json =>
    {
        json.WriteString("filename", report.Name);
        if (report.Info is { } info)
        {
            WriteShared(info, report, json);
        }

        WriteOwn(report, json);
    });

    private static void WriteShared(InfoResultMessage info, ImageReport report, Utf8JsonWriter json)
    {
        var flags = (InfoFlag)info.Flags;
        json.WriteString("format", NameIn(info.Format));
        json.WriteNumber("virtual-size", info.VirtualSize);
        json.WriteNumber("actual-size", report.AllocatedBytes);
        if (info.ClusterSize != 0)
        {
            json.WriteNumber("cluster-size", info.ClusterSize);
        }

        json.WriteBoolean("dirty-flag", flags.HasFlag(InfoFlag.Dirty));
        WriteIfTrue("encrypted", flags.HasFlag(InfoFlag.Encrypted), json);
        WriteIfTrue("compressed", flags.HasFlag(InfoFlag.Compressed), json);
        WriteIfAny("backing-filename", info.BackingFile, json);
        WriteIfAny("backing-filename-format", info.Qcow2Info?.BackingFormat ?? string.Empty, json);
        WriteSpecific(info, json);
    }

    private static void WriteSpecific(InfoResultMessage info, Utf8JsonWriter json)
    {
        if (info.Qcow2Info is null && info.VmdkInfo is null)
        {
            return;
        }

        json.WriteStartObject("format-specific");
        json.WriteString("type", NameIn(info.Format));
        json.WriteStartObject("data");
        if (info.Qcow2Info is { } qcow2)
        {
            Write(qcow2, info.ExternalDataFile, json);
        }
        else if (info.VmdkInfo is { } vmdk)
        {
            Write(vmdk, json);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Qcow2Info qcow2, string dataFile, Utf8JsonWriter json)
    {
        json.WriteString("compat", qcow2.Compat);
        json.WriteString("compression-type", qcow2.CompressionType);
        json.WriteBoolean("lazy-refcounts", qcow2.LazyRefcounts);
        json.WriteNumber("refcount-bits", qcow2.RefcountBits);
        json.WriteBoolean("corrupt", qcow2.Corrupt);
        json.WriteBoolean("extended-l2", qcow2.ExtendedL2);
        WriteIfAny("data-file", dataFile, json);
    }

    private static void Write(VmdkInfo vmdk, Utf8JsonWriter json)
    {
        json.WriteNumber("cid", vmdk.Cid);
        json.WriteNumber("parent-cid", vmdk.ParentCid);
        json.WriteString("create-type", vmdk.CreateType);
        json.WriteStartArray("extents");
        foreach (VmdkExtent extent in vmdk.Extents)
        {
            json.WriteStartObject();
            json.WriteString("filename", extent.Name);
            json.WriteString("format", extent.Type);
            json.WriteNumber("sectors", extent.Sectors);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The verdict, and all that the guest said, by the names of guest.proto.</summary>
    private static void WriteOwn(ImageReport report, Utf8JsonWriter json)
    {
        json.WriteStartObject("airlock");
        Refusal? refusal = report.Refusal ?? report.Info?.Convertible;
        json.WriteBoolean("convertible", refusal is null);
        if (report.Info is { } info)
        {
            json.WritePropertyName("info");
            MessageJson.Write(info, json);
        }

        if (report.Refusal is { } refused)
        {
            json.WritePropertyName("refusal");
            MessageJson.Write(refused, json);
        }

        json.WriteEndObject();
    }

    /// <summary>The name that qemu-img has for a format.</summary>
    public static string NameIn(string format) => format == "vhd" ? "vpc" : format;

    private static void WriteIfAny(string name, string value, Utf8JsonWriter json)
    {
        if (value.Length > 0)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteIfTrue(string name, bool value, Utf8JsonWriter json)
    {
        if (value)
        {
            json.WriteBoolean(name, value);
        }
    }
}
