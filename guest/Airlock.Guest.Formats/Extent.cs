namespace Airlock.Guest.Formats;

/// <summary>A part of a virtual disk of which all lies in one place.</summary>
public struct Extent
{
    /// <summary>What it is.</summary>
    public ExtentKind Kind { get; set; }

    /// <summary>How it is compressed.</summary>
    public Compression Compression { get; set; }

    /// <summary>
    /// Where it begins in the virtual disk, in bytes: at the offset asked for, but at its block's start if it is
    /// compressed.
    /// </summary>
    public ulong Start { get; set; }

    /// <summary>Bytes of the virtual disk from <see cref="Start"/> on, none of them behind the disk's end.</summary>
    public ulong Length { get; set; }

    /// <summary>Data and compressed: where in the file it begins, in bytes. All of it lies in the file.</summary>
    public ulong FileOffset { get; set; }

    /// <summary>Compressed: bytes in the file, of which the last few need not belong to it.</summary>
    public ulong StoredLength { get; set; }

    /// <summary>Compressed: bytes that it has to decompress to, which may pass the disk's end.</summary>
    public ulong BlockLength { get; set; }
}
