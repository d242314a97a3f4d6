using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// The description of a VMDK in text, in a file of its own or inside a sparse extent (VMware Virtual Disk Format 1.1,
/// "The Descriptor File"). Names in it are reported, and that is all.
/// </summary>
internal static class VmdkDescriptor
{
    private const ulong Sector = 512;
    private const ulong MaxLength = 1 << 20;

    /// <summary>The description alone: the disk is in other files.</summary>
    public static FormatStatus InspectAlone<TSource>(Inspection<TSource> inspection)
        where TSource : struct, IByteSource
    {
        var place = new TableRange(0, Math.Min(inspection.Length, MaxLength));
        var summary = default(VmdkSummary);
        FormatStatus status = VmdkLines.Read(inspection, place, ref summary);
        if (status != FormatStatus.Answered)
        {
            return status;
        }

        inspection.Info.Flags |= InfoFlags.NeedsOtherFiles;
        inspection.Info.VirtualSize = summary.Sectors * Sector;
        if (!RefuseReferences(inspection, summary, 0))
        {
            inspection.Refuse(RefusalClass.RefusalMultiFile, "extents"u8, summary.Extents, 0, 0);
            inspection.Explain(
                RefusalClass.RefusalMultiFile,
                "this is only the description of other files; give the sparse or stream-optimized form"u8);
        }

        return FormatStatus.Answered;
    }

    /// <summary>The description inside the extent that it is about.</summary>
    public static FormatStatus InspectInside<TSource>(Inspection<TSource> inspection, in VmdkHeader header)
        where TSource : struct, IByteSource
    {
        if (header.DescriptorOffset == 0 || header.DescriptorSize == 0)
        {
            return inspection.Stop(
                RefusalClass.RefusalHeader, "descriptor_size"u8, header.DescriptorSize, MaxLength / Sector, 36);
        }

        if (header.DescriptorSize > MaxLength / Sector)
        {
            return inspection.Stop(
                RefusalClass.RefusalTooLarge, "descriptor_size"u8, header.DescriptorSize, MaxLength / Sector, 36);
        }

        ulong sectors = FileRange.Units(inspection.Length, Sector);
        if (header.DescriptorOffset > sectors
            || !inspection.IsInside(header.DescriptorOffset * Sector, header.DescriptorSize * Sector))
        {
            return inspection.Stop(
                RefusalClass.RefusalOutOfFile, "descriptor_offset"u8, header.DescriptorOffset, sectors, 28);
        }

        var place = new TableRange(header.DescriptorOffset * Sector, header.DescriptorSize * Sector);
        var summary = default(VmdkSummary);
        FormatStatus status = VmdkLines.Read(inspection, place, ref summary);
        return status == FormatStatus.Answered ? Check(inspection, summary, header, place.Offset) : status;
    }

    private static FormatStatus Check<TSource>(
        Inspection<TSource> inspection, in VmdkSummary summary, in VmdkHeader header, ulong place)
        where TSource : struct, IByteSource
    {
        if (RefuseReferences(inspection, summary, place))
        {
            return FormatStatus.Answered;
        }

        if (!summary.HasCreateType)
        {
            return inspection.Stop(RefusalClass.RefusalHeader, "createType"u8, 0, 0, place);
        }

        if (!summary.IsOneFile)
        {
            inspection.Refuse(RefusalClass.RefusalUnsupported, "createType"u8, 0, 0, place);
            inspection.Explain(RefusalClass.RefusalUnsupported, inspection.Info.VmdkInfo.CreateType.Bytes);
        }

        if (summary.Extents != 1 || !summary.IsSparse || summary.Sectors != header.Capacity)
        {
            inspection.Refuse(RefusalClass.RefusalMultiFile, "extents"u8, summary.Extents, 1, place);
        }

        return FormatStatus.Answered;
    }

    /// <summary>Whether there is a parent, or a name that leads out of the folder.</summary>
    private static bool RefuseReferences<TSource>(
        Inspection<TSource> inspection, in VmdkSummary summary, ulong place)
        where TSource : struct, IByteSource
    {
        const uint NoParent = uint.MaxValue;
        if (summary.HasParentHint || (summary.HasParentCid && inspection.Info.VmdkInfo.ParentCid != NoParent))
        {
            inspection.Info.Flags |= InfoFlags.BackingFile | InfoFlags.NeedsOtherFiles;
            inspection.Refuse(
                RefusalClass.RefusalExternal, "parentCID"u8, inspection.Info.VmdkInfo.ParentCid, NoParent, place);
            inspection.Explain(
                RefusalClass.RefusalExternal, inspection.Info.VmdkInfo.ParentHint.Bytes);
            return true;
        }

        if (summary.LeadsOut)
        {
            inspection.Info.Flags |= InfoFlags.NeedsOtherFiles;
            inspection.Refuse(RefusalClass.RefusalExternal, "extents"u8, summary.Extents, 1, place);
            inspection.Explain(RefusalClass.RefusalExternal, summary.OutsideName.Bytes);
        }

        return summary.LeadsOut;
    }
}
