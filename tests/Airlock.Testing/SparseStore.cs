using Airlock.Virtio.Block;

namespace Airlock.Testing;

/// <summary>A store in memory with holes as one likes, that takes zeroes and remembers how.</summary>
public sealed class SparseStore(int sectors, bool readOnly = false) : IBlockStore, IExtentSource, IZeroableStore
{
    private readonly MemoryStore _memory = new(sectors, readOnly);

    public byte[] Bytes => _memory.Bytes;

    /// <summary>What starts at a sector: how many more are alike, and whether they are a hole.</summary>
    public Func<ulong, StoreExtent>? Extents { get; set; }

    /// <summary>The error number of what comes next; 0 for success.</summary>
    public int Fault { get; set; }

    /// <summary>Calls of <see cref="WriteZeroes"/>.</summary>
    public List<(ulong Offset, ulong Length, bool MayUnmap)> Zeroed { get; } = [];

    public ulong LengthInSectors => _memory.LengthInSectors;

    public bool IsReadOnly => _memory.IsReadOnly;

    public StoreResult Read(ulong byteOffset, Span<byte> buffer) => _memory.Read(byteOffset, buffer);

    public StoreResult Write(ulong byteOffset, ReadOnlySpan<byte> buffer) => _memory.Write(byteOffset, buffer);

    public StoreResult Flush() => _memory.Flush();

    public StoreResult FindExtent(ulong byteOffset, out StoreExtent extent)
    {
        ulong rest = (LengthInSectors * 512) - byteOffset;
        extent = Extents?.Invoke(byteOffset / 512) ?? new StoreExtent(rest, IsHole: false);
        return new StoreResult(Fault);
    }

    public StoreResult WriteZeroes(ulong byteOffset, ulong length, bool mayUnmap)
    {
        Zeroed.Add((byteOffset, length, mayUnmap));
        Bytes.AsSpan(checked((int)byteOffset), checked((int)length)).Clear();
        return new StoreResult(Fault);
    }
}
