using System;

namespace Airlock.Guest.Formats;

/// <summary>The names of formats, in messages and as a user states them.</summary>
public static class ImageFormatNames
{
    /// <summary>The name, in ASCII.</summary>
    public static ReadOnlySpan<byte> Of(ImageFormat format)
    {
        switch (format)
        {
            case ImageFormat.Raw: return "raw"u8;
            case ImageFormat.Iso: return "iso"u8;
            case ImageFormat.Qcow2: return "qcow2"u8;
            case ImageFormat.Qcow1: return "qcow1"u8;
            case ImageFormat.Vmdk: return "vmdk"u8;
            case ImageFormat.Vhd: return "vhd"u8;
            case ImageFormat.Vhdx: return "vhdx"u8;
            case ImageFormat.Vdi: return "vdi"u8;
            case ImageFormat.Luks: return "luks"u8;
            case ImageFormat.Qed: return "qed"u8;
            case ImageFormat.Parallels: return "parallels"u8;
            case ImageFormat.Dmg: return "dmg"u8;
            case ImageFormat.Bochs: return "bochs"u8;
            case ImageFormat.Cloop: return "cloop"u8;
            case ImageFormat.Packed: return "packed"u8;
            default: return "unknown"u8;
        }
    }

    /// <summary>The format of a name that a user may state; false for any other name.</summary>
    public static bool TryParse(ReadOnlySpan<byte> name, out ImageFormat format)
    {
        for (format = ImageFormat.Raw; format <= ImageFormat.Cloop; format++)
        {
            if (Of(format).SequenceEqual(name))
            {
                return true;
            }
        }

        format = name.SequenceEqual("vpc"u8) ? ImageFormat.Vhd : ImageFormat.Unknown;
        return format != ImageFormat.Unknown;
    }
}
