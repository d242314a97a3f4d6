using System;

namespace Airlock.Guest.Formats;

/// <summary>
/// The file that an image is, by byte position. What reads it is generic over a struct that implements this, so that
/// each call is direct.
/// </summary>
/// <remarks>
/// Reads are small and come in clusters: headers, and windows of tables. A source that keeps what it has read lately
/// spares most requests to a device.
/// </remarks>
public interface IByteSource
{
    /// <summary>Bytes of the file, exactly: not rounded to sectors.</summary>
    ulong Length { get; }

    /// <summary>
    /// Memory that the mapping of one image keeps notes in: a bit for each stored block that it has met. It stays as it
    /// is from call to call; where it is too small, or empty, fewer blocks are compared.
    /// </summary>
    Span<byte> Marks { get; }

    /// <summary>Reads bytes, all of which lie inside the file.</summary>
    /// <param name="position">Of the first byte; together with the count at most <see cref="Length"/>.</param>
    /// <param name="destination">Filled whole.</param>
    /// <returns>False if the device failed.</returns>
    bool TryRead(ulong position, Span<byte> destination);
}
