using System.Buffers.Binary;
using Airlock.Virtio.Block;

namespace Airlock.Virtio.Tests.Block;

/// <summary>
/// A disk made by an attacker: each sector starts with the available index after the next request, and with the number
/// of the next sector. The file would have 32 MiB; here its bytes are worked out.
/// </summary>
internal sealed class SelfFeedingStore : IBlockStore
{
    private const int SectorSize = 512;

    public ulong LengthInSectors => 65_536;

    public bool IsReadOnly => true;

    /// <summary>Sectors begun so far.</summary>
    public int Reads { get; private set; }

    /// <summary>Called for each of them.</summary>
    public Action? OnRead { get; set; }

    public StoreResult Read(ulong byteOffset, Span<byte> buffer)
    {
        ulong sector = byteOffset / SectorSize;
        Span<byte> bytes = stackalloc byte[SectorSize];
        bytes.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)(sector + 2));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[sizeof(ushort)..], (sector + 1) % LengthInSectors);
        int start = (int)(byteOffset % SectorSize);
        bytes.Slice(start, buffer.Length).CopyTo(buffer);
        if (start == 0)
        {
            Reads++;
            OnRead?.Invoke();
        }

        return StoreResult.Ok;
    }

    public StoreResult Write(ulong byteOffset, ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

    public StoreResult Flush() => StoreResult.Ok;
}
