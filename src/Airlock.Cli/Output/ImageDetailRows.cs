using System.Globalization;
using Airlock.Protocol;

namespace Airlock.Cli.Output;

/// <summary>What only images of one format have to say.</summary>
internal static class ImageDetailRows
{
    public static IEnumerable<(string Name, string Value)> Of(InfoResultMessage info) =>
        info.Qcow2Info is { } qcow2 ? Of(qcow2)
        : info.VmdkInfo is { } vmdk ? Of(vmdk)
        : info.VhdInfo is { } vhd ? Of(vhd)
        : info.VhdxInfo is { } vhdx ? Of(vhdx)
        : info.VdiInfo is { } vdi ? Of(vdi)
        : info.LuksInfo is { } luks ? Of(luks)
        : [];

    private static IEnumerable<(string Name, string Value)> Of(Qcow2Info qcow2)
    {
        yield return ("compatibility", Text(qcow2.Compat));
        yield return ("compression", Text(qcow2.CompressionType));
        yield return ("extended L2", qcow2.ExtendedL2 ? "yes" : string.Empty);
        yield return ("snapshots", Count(qcow2.NbSnapshots));
        yield return ("bitmaps", Count(qcow2.NbBitmaps));
        yield return ("unknown features", string.Join(", ", qcow2.UnknownFeatures.Select(Text)));
    }

    private static IEnumerable<(string Name, string Value)> Of(VmdkInfo vmdk)
    {
        yield return ("type", Text(vmdk.CreateType));
        yield return ("parent", Text(vmdk.ParentHint));
        foreach (VmdkExtent extent in vmdk.Extents)
        {
            yield return ("extent", string.Create(
                CultureInfo.InvariantCulture, $"{Text(extent.Access)} {extent.Sectors} {Text(extent.Type)} '{Text(extent.Name)}'"));
        }

        yield return ("extents in all", Count(vmdk.ExtentsTotal));
    }

    private static IEnumerable<(string Name, string Value)> Of(VhdInfo vhd)
    {
        yield return ("type", vhd.DiskType switch { 2 => "fixed", 3 => "dynamic", 4 => "differencing", _ => Count(vhd.DiskType) });
        yield return ("made by", Text(vhd.CreatorApp));
        yield return ("size in its footer", ByteCount.Of(vhd.CurrentSize));
        yield return ("size by geometry", ByteCount.Of(vhd.ChsSize));
        yield return ("parent", Text(vhd.ParentName));
        yield return ("footer", vhd.FromCopy ? "damaged; this is from the copy at the start" : string.Empty);
    }

    private static IEnumerable<(string Name, string Value)> Of(VhdxInfo vhdx)
    {
        yield return ("type", vhdx.HasParent ? "differencing" : vhdx.Fixed ? "fixed" : "dynamic");
        yield return ("sectors", string.Create(
            CultureInfo.InvariantCulture, $"{vhdx.LogicalSector} bytes, physical {vhdx.PhysicalSector} bytes"));
        yield return ("parent", string.Join(", ", vhdx.ParentLocator.Select(Text)));
    }

    private static IEnumerable<(string Name, string Value)> Of(VdiInfo vdi)
    {
        yield return ("type", vdi.ImageType switch { 1 => "dynamic", 2 => "fixed", 3 => "undo", 4 => "differencing", _ => Count(vdi.ImageType) });
        yield return ("blocks", string.Create(CultureInfo.InvariantCulture, $"{vdi.BlocksAllocated} of {vdi.BlocksInImage} stored"));
        yield return ("UUID", Text(vdi.Uuid));
    }

    private static IEnumerable<(string Name, string Value)> Of(LuksInfo luks)
    {
        yield return ("cipher", $"{Text(luks.Cipher)}-{Text(luks.CipherMode)}, {Text(luks.Hash)}");
        yield return ("key slots in use", Count(luks.ActiveKeySlots));
        yield return ("UUID", Text(luks.Uuid));
    }

    private static string Text(string text) => EscapedText.Escape(text);

    /// <summary>Nothing for none.</summary>
    private static string Count(uint count) => count == 0 ? string.Empty : count.ToString(CultureInfo.InvariantCulture);
}
