using Airlock.Virtio.Block;

namespace Airlock.Testing;

/// <summary>A store before another one that does something at each transfer, while it is in flight.</summary>
public sealed class ObservedStore(IBlockStore inner) : IBlockStore
{
    /// <summary>Called before each read and write.</summary>
    public Action? OnTransfer { get; set; }

    public ulong LengthInSectors => inner.LengthInSectors;

    public bool IsReadOnly => inner.IsReadOnly;

    public StoreResult Read(ulong byteOffset, Span<byte> buffer)
    {
        OnTransfer?.Invoke();
        return inner.Read(byteOffset, buffer);
    }

    public StoreResult Write(ulong byteOffset, ReadOnlySpan<byte> buffer)
    {
        OnTransfer?.Invoke();
        return inner.Write(byteOffset, buffer);
    }

    public StoreResult Flush() => inner.Flush();
}
