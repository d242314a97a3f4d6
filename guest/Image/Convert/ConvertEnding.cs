namespace Airlock.Image.Convert;

/// <summary>How a conversion has ended.</summary>
internal enum ConvertEnding
{
    /// <summary>All is written.</summary>
    Done,

    /// <summary>A device failed, which has been reported.</summary>
    DeviceFailed,

    /// <summary>The image is refused; the disk has written down why.</summary>
    Refused,

    /// <summary>Something of the image's tables, or of what is compressed, can't be read.</summary>
    ReadFailed,
}
