using Airlock.Memory;
using Airlock.Testing;
using Airlock.Virtio.Block;

namespace Airlock.Virtio.Tests.Block;

/// <summary>An empty disk that counts the transfers of several buffers at once.</summary>
internal sealed class VectoredStore(int sectors) : IBlockStore
{
    private readonly MemoryStore _inner = new(sectors);

    public int VectoredReads { get; private set; }

    public ulong LengthInSectors => _inner.LengthInSectors;

    public bool IsReadOnly => _inner.IsReadOnly;

    public StoreResult Read(ulong byteOffset, Span<byte> buffer) => _inner.Read(byteOffset, buffer);

    public StoreResult Read(ulong byteOffset, IoBuffers buffers)
    {
        VectoredReads++;
        return StoreResult.Ok;
    }

    public StoreResult Write(ulong byteOffset, ReadOnlySpan<byte> buffer) => _inner.Write(byteOffset, buffer);

    public StoreResult Flush() => _inner.Flush();
}
