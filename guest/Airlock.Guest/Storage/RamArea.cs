using System;
using Airlock.Guest.Platform;

namespace Airlock.Guest.Storage;

/// <summary>Some RAM, by address: there is no heap, so who needs room is given an area.</summary>
public readonly unsafe struct RamArea
{
    /// <summary>The <paramref name="length"/> bytes from guest-physical <paramref name="address"/> on.</summary>
    public RamArea(ulong address, ulong length)
    {
        Address = address;
        Length = length;
    }

    /// <summary>Guest-physical address of the first byte.</summary>
    public ulong Address { get; }

    /// <summary>Bytes.</summary>
    public ulong Length { get; }

    /// <summary>All of it, which is less than 2 GiB.</summary>
    public Span<byte> Bytes<TPlatform>()
        where TPlatform : struct, IPlatform =>
        Items<TPlatform, byte>();

    /// <summary>All of it, as so many items as fit in.</summary>
    public Span<TItem> Items<TPlatform, TItem>()
        where TPlatform : struct, IPlatform
        where TItem : unmanaged
    {
        // SAFETY: areas are parts of RAM that nobody else has (RamAreas), and begin with a page.
        return new Span<TItem>(TPlatform.Ram(Address), (int)(Length / (ulong)sizeof(TItem)));
    }
}
