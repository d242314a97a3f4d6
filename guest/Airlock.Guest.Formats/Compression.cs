namespace Airlock.Guest.Formats;

/// <summary>How a compressed part of an image is compressed.</summary>
public enum Compression
{
    /// <summary>It isn't.</summary>
    None,

    /// <summary>Raw deflate (RFC 1951), distances of up to 32 KiB.</summary>
    Deflate,

    /// <summary>Frames of Zstandard (RFC 8878), without a dictionary.</summary>
    Zstd,

    /// <summary>Deflate with header and checksum of zlib (RFC 1950).</summary>
    Zlib,
}
