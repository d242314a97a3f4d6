namespace Airlock.Guest.Formats;

/// <summary>What the contents of a file match.</summary>
internal struct Detected
{
    /// <summary>The formats, ISO among them; a raw disk isn't one of them.</summary>
    public FormatSet Formats;

    /// <summary>Whether it begins with a master boot record.</summary>
    public bool HasMbr;

    /// <summary>Whether its first sector ends as that of a disk does, partitions or not.</summary>
    public bool HasBootSignature;

    /// <summary>Whether it has a GUID partition table, and the record that protects it.</summary>
    public bool HasGpt;

    /// <summary>
    /// Whether it is a VHD by its end alone: then its start is the disk's own, partition table and all.
    /// </summary>
    public bool IsVhdAtEndOnly;

    /// <summary>Whether a VMDK is one by its text.</summary>
    public bool IsVmdkText;

    /// <summary>What it is, if it is just one thing; Unknown otherwise.</summary>
    public readonly ImageFormat Only
    {
        get
        {
            if (Formats.HasSeveral)
            {
                return ImageFormat.Unknown;
            }

            bool hasPartitions = HasMbr || HasGpt;
            if (Formats.IsEmpty)
            {
                return hasPartitions ? ImageFormat.Raw : ImageFormat.Unknown;
            }

            // A hybrid ISO has a partition table, and so has nearly every disk, as a fixed VHD has it in front.
            ImageFormat format = Formats.First;
            bool mayHavePartitions = format is ImageFormat.Iso or ImageFormat.Dmg
                || (format == ImageFormat.Vhd && IsVhdAtEndOnly);
            return (hasPartitions || HasBootSignature) && !mayHavePartitions ? ImageFormat.Unknown : format;
        }
    }

    /// <summary>Whether it is several things.</summary>
    public readonly bool IsAmbiguous => Only == ImageFormat.Unknown && !Formats.IsEmpty;
}
