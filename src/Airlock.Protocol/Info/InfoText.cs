namespace Airlock.Protocol;

/// <summary>
/// The payloads that say what an image is, or why it isn't taken, as <see cref="MessageText"/> writes them: what is
/// empty is left out, the details of a format stand in braces, and each string is escaped.
/// </summary>
internal static class InfoText
{
    public static void Write(InfoResultMessage info, ref LineWriter line)
    {
        line.Literal("info format="u8).Escaped(info.Format).Literal(" version="u8).Decimal(info.Version);
        line.Literal(" size="u8).Decimal(info.VirtualSize).Literal(" file="u8).Decimal(info.ActualSize);
        line.Literal(" cluster="u8).Decimal(info.ClusterSize).Literal(" flags="u8).Hex(info.Flags);
        Optional(" backing="u8, info.BackingFile, ref line);
        Optional(" data-file="u8, info.ExternalDataFile, ref line);
        Optional(" partitions="u8, info.PartitionTable, ref line);
        if (info.ImageEnd != 0)
        {
            line.Literal(" end="u8).Decimal(info.ImageEnd);
        }

        Each(" also="u8, info.AlsoLooksLike, ref line);
        WriteDetails(info, ref line);
        if (info.Convertible is { } refusal)
        {
            line.Literal(" convertible=false {"u8);
            Write(refusal, ref line);
            line.Literal("}"u8);
        }
        else
        {
            line.Literal(" convertible=true"u8);
        }
    }

    public static void Write(Refusal refusal, ref LineWriter line)
    {
        line.Literal("refusal reason="u8);
        if (RefusalNames.Of(refusal.Reason) is { Length: > 0 } name)
        {
            line.Escaped(name);
        }
        else
        {
            line.Decimal((uint)refusal.Reason); // of a newer guest
        }

        line.Literal(" format="u8).Escaped(refusal.Format).Literal(" field="u8).Escaped(refusal.Field);
        line.Literal(" value="u8).Decimal(refusal.Value).Literal(" limit="u8).Decimal(refusal.Limit);
        line.Literal(" offset="u8).Decimal(refusal.Offset);
        Optional(" text="u8, refusal.Text, ref line);
        Optional(" device="u8, refusal.Device, ref line);
    }

    /// <summary>What only images of one format have.</summary>
    private static void WriteDetails(InfoResultMessage info, ref LineWriter line)
    {
        if (info.Qcow2Info is { } qcow2)
        {
            Write(qcow2, ref line);
        }

        if (info.VmdkInfo is { } vmdk)
        {
            Write(vmdk, ref line);
        }

        if (info.VdiInfo is { } vdi)
        {
            Write(vdi, ref line);
        }

        if (info.LuksInfo is { } luks)
        {
            Write(luks, ref line);
        }

        if (info.VhdInfo is { } vhd)
        {
            Write(vhd, ref line);
        }

        if (info.VhdxInfo is { } vhdx)
        {
            Write(vhdx, ref line);
        }
    }

    private static void Write(Qcow2Info qcow2, ref LineWriter line)
    {
        line.Literal(" qcow2 {compat="u8).Escaped(qcow2.Compat);
        line.Literal(" compression="u8).Escaped(qcow2.CompressionType);
        line.Literal(" refcount-bits="u8).Decimal(qcow2.RefcountBits);
        line.Literal(" lazy-refcounts="u8).Bool(qcow2.LazyRefcounts);
        line.Literal(" extended-l2="u8).Bool(qcow2.ExtendedL2);
        line.Literal(" dirty="u8).Bool(qcow2.Dirty).Literal(" corrupt="u8).Bool(qcow2.Corrupt);
        line.Literal(" snapshots="u8).Decimal(qcow2.NbSnapshots).Literal(" bitmaps="u8).Decimal(qcow2.NbBitmaps);
        line.Literal(" incompatible="u8).Hex(qcow2.Incompatible).Literal(" compatible="u8).Hex(qcow2.Compatible);
        line.Literal(" autoclear="u8).Hex(qcow2.Autoclear).Literal(" crypt="u8).Decimal(qcow2.CryptMethod);
        line.Literal(" data-file-raw="u8).Bool(qcow2.DataFileRaw);
        Optional(" backing-format="u8, qcow2.BackingFormat, ref line);
        Each(" unknown-feature="u8, qcow2.UnknownFeatures, ref line);
        line.Literal("}"u8);
    }

    private static void Write(VmdkInfo vmdk, ref LineWriter line)
    {
        line.Literal(" vmdk {type="u8).Escaped(vmdk.CreateType).Literal(" cid="u8).Hex(vmdk.Cid);
        line.Literal(" parent-cid="u8).Hex(vmdk.ParentCid);
        Optional(" parent-hint="u8, vmdk.ParentHint, ref line);
        line.Literal(" extents="u8).Decimal(vmdk.ExtentsTotal);
        foreach (VmdkExtent extent in vmdk.Extents)
        {
            line.Literal(" extent {"u8).Escaped(extent.Access).Literal(" "u8).Decimal(extent.Sectors);
            line.Literal(" "u8).Escaped(extent.Type).Literal(" "u8).Escaped(extent.Name);
            line.Literal(" "u8).Decimal(extent.Offset).Literal("}"u8);
        }

        line.Literal("}"u8);
    }

    private static void Write(VdiInfo vdi, ref LineWriter line)
    {
        line.Literal(" vdi {type="u8).Decimal(vdi.ImageType).Literal(" block="u8).Decimal(vdi.BlockSize);
        line.Literal(" blocks="u8).Decimal(vdi.BlocksInImage).Literal(" allocated="u8).Decimal(vdi.BlocksAllocated);
        Optional(" uuid="u8, vdi.Uuid, ref line);
        line.Literal("}"u8);
    }

    private static void Write(LuksInfo luks, ref LineWriter line)
    {
        line.Literal(" luks {cipher="u8).Escaped(luks.Cipher).Literal(" mode="u8).Escaped(luks.CipherMode);
        line.Literal(" hash="u8).Escaped(luks.Hash).Literal(" payload="u8).Decimal(luks.PayloadOffset);
        line.Literal(" key-bytes="u8).Decimal(luks.MasterKeyLength).Literal(" slots="u8).Decimal(luks.ActiveKeySlots);
        Optional(" uuid="u8, luks.Uuid, ref line);
        Optional(" inner-format="u8, luks.InnerFormat, ref line);
        if (luks.InnerVirtualSize != 0)
        {
            line.Literal(" inner-size="u8).Decimal(luks.InnerVirtualSize);
        }

        line.Literal("}"u8);
    }

    private static void Write(VhdInfo vhd, ref LineWriter line)
    {
        line.Literal(" vhd {type="u8).Decimal(vhd.DiskType).Literal(" creator="u8).Escaped(vhd.CreatorApp);
        line.Literal(" current-size="u8).Decimal(vhd.CurrentSize).Literal(" chs-size="u8).Decimal(vhd.ChsSize);
        line.Literal(" block="u8).Decimal(vhd.BlockSize).Literal(" from-copy="u8).Bool(vhd.FromCopy);
        Optional(" parent="u8, vhd.ParentName, ref line);
        line.Literal("}"u8);
    }

    private static void Write(VhdxInfo vhdx, ref LineWriter line)
    {
        line.Literal(" vhdx {block="u8).Decimal(vhdx.BlockSize);
        line.Literal(" logical-sector="u8).Decimal(vhdx.LogicalSector);
        line.Literal(" physical-sector="u8).Decimal(vhdx.PhysicalSector);
        line.Literal(" fixed="u8).Bool(vhdx.Fixed).Literal(" has-parent="u8).Bool(vhdx.HasParent);
        line.Literal(" log-pending="u8).Bool(vhdx.LogPending);
        Each(" parent-locator="u8, vhdx.ParentLocator, ref line);
        line.Literal("}"u8);
    }

    private static void Optional(ReadOnlySpan<byte> name, string text, ref LineWriter line)
    {
        if (text.Length != 0)
        {
            line.Literal(name).Escaped(text);
        }
    }

    private static void Each(ReadOnlySpan<byte> name, IEnumerable<string> texts, ref LineWriter line)
    {
        foreach (string text in texts)
        {
            line.Literal(name).Escaped(text);
        }
    }
}
