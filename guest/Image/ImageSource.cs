using System;
using Airlock.Guest.Formats;
using Airlock.Guest.Platform;
using Airlock.Guest.Storage;

namespace Airlock.Image;

/// <summary>The image's file, as readers of formats want it.</summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
internal struct ImageSource<TPlatform> : IByteSource
    where TPlatform : struct, IPlatform
{
    /// <summary>The device.</summary>
    public DiskReader<TPlatform> Disk;

    /// <inheritdoc/>
    public readonly ulong Length => Disk.Length;

    /// <inheritdoc/>
    public bool TryRead(ulong position, Span<byte> destination) =>
        Disk.Read(position, destination) == DiskReadStatus.Done;
}
