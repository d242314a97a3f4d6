namespace Airlock.Image.Contents;

/// <summary>How going through the contents of a disk has ended.</summary>
internal enum ContentEnding
{
    /// <summary>All of it was done.</summary>
    Done,

    /// <summary>A device failed.</summary>
    DeviceFailed,

    /// <summary>The image is refused; the disk has written down why.</summary>
    Refused,

    /// <summary>Something of the image's tables, or of what is compressed, can't be read.</summary>
    ReadFailed,
}
