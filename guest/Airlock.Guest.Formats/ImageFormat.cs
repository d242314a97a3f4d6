namespace Airlock.Guest.Formats;

/// <summary>What a file can be.</summary>
public enum ImageFormat
{
    /// <summary>Nothing that is known.</summary>
    Unknown,

    /// <summary>A disk as it is, byte for byte.</summary>
    Raw,

    /// <summary>ISO 9660 or UDF: a disk as it is, too.</summary>
    Iso,

    /// <summary>QEMU's, versions 2 and 3.</summary>
    Qcow2,

    /// <summary>Its predecessor, which has the same magic.</summary>
    Qcow1,

    /// <summary>VMware's: sparse, stream-optimized, or a description in text.</summary>
    Vmdk,

    /// <summary>Virtual PC's.</summary>
    Vhd,

    /// <summary>Hyper-V's.</summary>
    Vhdx,

    /// <summary>VirtualBox's.</summary>
    Vdi,

    /// <summary>An encrypted volume.</summary>
    Luks,

    /// <summary>QEMU's enhanced disk.</summary>
    Qed,

    /// <summary>That of Parallels.</summary>
    Parallels,

    /// <summary>Apple's.</summary>
    Dmg,

    /// <summary>That of Bochs.</summary>
    Bochs,

    /// <summary>A compressed loop device.</summary>
    Cloop,

    /// <summary>A compressed or packed file: gzip, bzip2, xz, zstd, zip, tar.</summary>
    Packed,
}
