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

    /// <summary>Memory for the marks; without it nothing is marked.</summary>
    public RamArea MarksArea;

    /// <inheritdoc/>
    public readonly Span<byte> Marks => MarksArea.Bytes<TPlatform>();

    /// <inheritdoc/>
    public readonly ulong Length => Disk.Length;

    /// <inheritdoc/>
    public bool TryRead(ulong position, Span<byte> destination) =>
        Disk.Read(position, destination) == DiskReadStatus.Done;

    /// <summary>
    /// Of sectors that couldn't be read by one request, the one at fault, which reading them one by one tells.
    /// </summary>
    /// <param name="sector">The first.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="buffer">Room for one.</param>
    public ulong FindBadSector(ulong sector, uint count, RamArea buffer)
    {
        ulong last = sector + count - 1;
        while (sector < last && Disk.ReadSector(sector, buffer) == DiskReadStatus.Done)
        {
            sector++;
        }

        return sector;
    }
}
