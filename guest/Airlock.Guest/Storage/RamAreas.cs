using Airlock.Abi.Machine;

namespace Airlock.Guest.Storage;

/// <summary>Deals out the RAM behind the queues, from its start on. Nothing is given back.</summary>
public struct RamAreas
{
    private readonly ulong _end;
    private ulong _next;

    /// <summary>The DMA area of a machine with so much RAM, at least <see cref="MemoryMap.DmaBase"/>.</summary>
    public RamAreas(ulong ramBytes)
    {
        _end = ramBytes;
        _next = MemoryMap.DmaBase;
    }

    /// <summary>Deals out what another one has dealt out.</summary>
    public RamAreas(RamArea area)
    {
        _next = area.Address;
        _end = area.Address + area.Length;
    }

    /// <summary>Bytes that are left.</summary>
    public readonly ulong Left => _end - _next;

    /// <summary>Takes an area of whole pages; false if there aren't that many left.</summary>
    public bool TryTake(ulong length, out RamArea area)
    {
        ulong left = Left;
        ulong pages = (length / MemoryMap.PageSize) + (length % MemoryMap.PageSize == 0 ? 0UL : 1UL);
        if (pages > left / MemoryMap.PageSize)
        {
            area = default;
            return false;
        }

        area = new RamArea(_next, pages * MemoryMap.PageSize);
        _next += area.Length;
        return true;
    }

    /// <summary>Takes all that is left.</summary>
    public RamArea TakeRest()
    {
        var area = new RamArea(_next, Left);
        _next = _end;
        return area;
    }
}
