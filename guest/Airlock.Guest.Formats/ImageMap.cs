using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>
/// Where the virtual disk of an image lies in its file. Its size is fixed, whatever the image says; it is made by
/// <see cref="ImageInspector"/>, in memory of the caller.
/// </summary>
public struct ImageMap
{
    internal Qcow2Map Qcow2;
    internal BlockMap<VdiTable> Vdi;
    internal BlockMap<VhdTable> Vhd;
    internal BlockMap<VhdxTable> Vhdx;
    internal VmdkMap Vmdk;

    private MapWindows _windows; // one image at a time, whatever its format
    private bool _isFlat;
    private ulong _flatLength;

    /// <summary>The format; Unknown while there is nothing to read.</summary>
    public ImageFormat Format { get; private set; }

    /// <summary>Whether there is an image to read.</summary>
    public readonly bool IsOpen => Format != ImageFormat.Unknown;

    /// <summary>Whether blocks may be compressed, each of which is then decoded as a whole.</summary>
    public readonly bool MayCompress => Format is ImageFormat.Qcow2 or ImageFormat.Vmdk;

    /// <summary>What lies at an offset of the virtual disk, and for how long.</summary>
    /// <param name="source">The file that the image was inspected in, with its marks as they were left.</param>
    /// <param name="offset">In bytes, less than the virtual size.</param>
    /// <param name="extent">What lies there; not empty.</param>
    /// <param name="refusal">Why there is no answer.</param>
    public FormatStatus TryFind<TSource>(ref TSource source, ulong offset, out Extent extent, ref Refusal refusal)
        where TSource : struct, IByteSource
    {
        if (_isFlat)
        {
            extent = new Extent
            {
                Kind = ExtentKind.Data,
                Start = offset,
                Length = _flatLength - offset,
                FileOffset = offset,
            };
            return FormatStatus.Answered;
        }

        switch (Format)
        {
            case ImageFormat.Qcow2:
                return Qcow2.TryFind(ref source, ref _windows, offset, out extent, ref refusal);
            case ImageFormat.Vdi:
                return Vdi.TryFind(ref source, ref _windows, offset, out extent, ref refusal);
            case ImageFormat.Vhd:
                return Vhd.TryFind(ref source, ref _windows, offset, out extent, ref refusal);
            case ImageFormat.Vhdx:
                return Vhdx.TryFind(ref source, ref _windows, offset, out extent, ref refusal);
            case ImageFormat.Vmdk:
                return Vmdk.TryFind(ref source, ref _windows, offset, out extent, ref refusal);
            default:
                extent = default;
                refusal.Set(RefusalClass.RefusalUnsupported, ImageFormatNames.Of(Format), "format"u8, default);
                return FormatStatus.Refused;
        }
    }

    internal void Prepare(ImageFormat format, ulong fileLength)
    {
        Format = format;
        _isFlat = false;
        _windows.Forget();
        if (format is ImageFormat.Raw or ImageFormat.Iso)
        {
            OpenFlat(fileLength);
        }
    }

    /// <summary>Takes a disk that lies in the file as it is, from the file's start on.</summary>
    internal void OpenFlat(ulong length)
    {
        _isFlat = true;
        _flatLength = length;
    }

    internal void Close() => Format = ImageFormat.Unknown;
}
