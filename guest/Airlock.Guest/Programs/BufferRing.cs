using Airlock.Abi.Virtio;

namespace Airlock.Guest.Programs;

/// <summary>
/// Some RAM as a ring, in which buffers are taken and given back in the same order: as many short ones fit as
/// there is room for. A buffer lies in one piece, and behind the one before unless the end of the area is too near.
/// </summary>
/// <remarks>
/// Positions count sectors and run freely; the place is the position modulo the size. Chunks of the whole length end where
/// the area ends, so what follows on the disk follows in the ring.
/// </remarks>
public struct BufferRing
{
    private readonly ulong _address;
    private readonly ulong _size;
    private ulong _head;
    private ulong _tail;

    /// <summary>
    /// A ring of <paramref name="size"/> sectors from guest-physical <paramref name="address"/> on; no buffer may be
    /// longer.
    /// </summary>
    public BufferRing(ulong address, ulong size)
    {
        _address = address;
        _size = size;
        _head = 0;
        _tail = 0;
    }

    /// <summary>Takes a buffer of so many sectors, if there is room.</summary>
    public bool TryTake(ulong length, out ulong position)
    {
        ulong toEnd = _size - (_head % _size);
        position = length <= toEnd ? _head : _head + toEnd;
        if (_tail == _head)
        {
            _tail = position; // no buffer is in use: what is passed over is free, too
        }

        if (position + length - _tail > _size)
        {
            return false;
        }

        _head = position + length;
        return true;
    }

    /// <summary>Gives back all buffers up to the one that ends at <paramref name="end"/>.</summary>
    public void ReleaseUpTo(ulong end) => _tail = end;

    /// <summary>The guest-physical address of a position inside a buffer.</summary>
    public readonly ulong Address(ulong position) =>
        _address + ((position % _size) << BlockConfig.SectorShift);
}
