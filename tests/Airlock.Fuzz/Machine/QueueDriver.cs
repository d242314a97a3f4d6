using System.Buffers.Binary;
using Airlock.Abi.Virtio;

namespace Airlock.Fuzz.Machine;

/// <summary>A driver's side of a queue. It does things right, but for what the input twists.</summary>
internal sealed class QueueDriver(GuestRam ram, ulong address)
{
    private ushort _availIndex;
    private uint _nextDescriptor;

    public QueuePlace Place { get; private set; } = QueuePlace.At(address, 8);

    /// <summary>Makes room for an empty queue.</summary>
    public void Begin(uint size)
    {
        Place = QueuePlace.At(address, size);
        _availIndex = 0;
        _nextDescriptor = 0;
        ram.Clear(address, Place.Used + Place.UsedLength - address);
    }

    /// <summary>Adds a buffer to a chain.</summary>
    /// <param name="isLast">Whether the chain ends here, if it ends where it should.</param>
    /// <returns>The descriptor's index.</returns>
    public ushort AddDescriptor(ref ActionReader input, ulong buffer, uint length, bool writable, bool isLast)
    {
        uint index = _nextDescriptor++ % Place.Size;
        int flags = (writable ? DescriptorFlags.Write : 0) | (isLast ? 0 : DescriptorFlags.Next);
        WriteDescriptor(
            index,
            input.Mostly(buffer, sizeof(ulong)),
            (uint)input.Mostly(length, sizeof(uint)),
            (ushort)input.Mostly((ulong)flags, sizeof(ushort)),
            (ushort)input.Mostly(_nextDescriptor % Place.Size, sizeof(ushort)));
        return (ushort)index;
    }

    public void WriteDescriptor(uint index, ulong buffer, uint length, ushort flags, ushort next)
    {
        Span<byte> bytes = stackalloc byte[(int)SplitRing.DescriptorLength];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, buffer);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[12..], flags);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[14..], next);
        ram.Write(Place.Descriptors + (index * SplitRing.DescriptorLength), bytes);
    }

    /// <summary>Puts a head into the available ring and shows it.</summary>
    public void MakeAvailable(ushort head, ushort steps = 1)
    {
        uint slot = _availIndex % Place.Size;
        Write16(Place.Avail + SplitRing.AvailEntries + (slot * SplitRing.AvailEntryLength), head);
        _availIndex += steps;
        Write16(Place.Avail + SplitRing.AvailIndex, _availIndex);
    }

    public void SetAvailFlags(ushort flags) => Write16(Place.Avail + SplitRing.AvailFlags, flags);

    private void Write16(ulong where, ushort value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        ram.Write(where, bytes);
    }
}
