namespace Airlock.Guest.Formats;

/// <summary>What a caller wants of an image.</summary>
public struct InspectionOptions
{
    /// <summary>The largest virtual size taken unless the caller says otherwise, in bytes: 64 TiB.</summary>
    public const ulong DefaultMaxVirtualSize = 1UL << 46;

    /// <summary>
    /// The format that the user states; <see cref="ImageFormat.Unknown"/>: found out by the contents.
    /// </summary>
    public ImageFormat StatedFormat { get; set; }

    /// <summary>The largest virtual size taken, in bytes; 0: the default.</summary>
    public ulong MaxVirtualSize { get; set; }

    /// <summary>Whether an image that says it is corrupt is taken.</summary>
    public bool AcceptsCorrupt { get; set; }

    /// <summary>Whether unknown contents are taken for a raw disk.</summary>
    public bool AcceptsUnknownAsRaw { get; set; }

    /// <summary>The largest virtual size taken, in bytes.</summary>
    public readonly ulong VirtualSizeLimit => MaxVirtualSize != 0 ? MaxVirtualSize : DefaultMaxVirtualSize;
}
