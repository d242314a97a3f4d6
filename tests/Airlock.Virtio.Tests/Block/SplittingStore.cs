using Airlock.Virtio.Block;

namespace Airlock.Virtio.Tests.Block;

/// <summary>Sends sector 0 to one store and all others to another.</summary>
internal sealed class SplittingStore(IBlockStore first, IBlockStore rest) : IBlockStore
{
    public ulong LengthInSectors => rest.LengthInSectors;

    public bool IsReadOnly => rest.IsReadOnly;

    public StoreResult Read(ulong byteOffset, Span<byte> buffer) => Of(byteOffset).Read(byteOffset, buffer);

    public StoreResult Write(ulong byteOffset, ReadOnlySpan<byte> buffer) => Of(byteOffset).Write(byteOffset, buffer);

    public StoreResult Flush() => rest.Flush();

    private IBlockStore Of(ulong byteOffset) => byteOffset < 512 ? first : rest;
}
