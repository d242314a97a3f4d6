using Airlock.Virtio.Block;

namespace Airlock.Testing;

/// <summary>
/// A store before another one whose reads and writes wait at a gate: I/O that is in flight as long as a test wants.
/// </summary>
public sealed class GatedStore(IBlockStore inner) : IBlockStore, IDisposable
{
    private readonly ManualResetEventSlim _gate = new(initialState: false);
    private readonly SemaphoreSlim _arrived = new(0);

    public ulong LengthInSectors => inner.LengthInSectors;

    public bool IsReadOnly => inner.IsReadOnly;

    /// <summary>Waits until one more transfer stands at the gate.</summary>
    public bool WaitForArrival(TimeSpan limit) => _arrived.Wait(limit);

    public void Open() => _gate.Set();

    public StoreResult Read(ulong byteOffset, Span<byte> buffer)
    {
        Pass();
        return inner.Read(byteOffset, buffer);
    }

    public StoreResult Write(ulong byteOffset, ReadOnlySpan<byte> buffer)
    {
        Pass();
        return inner.Write(byteOffset, buffer);
    }

    public StoreResult Flush() => inner.Flush();

    public void Dispose()
    {
        _gate.Dispose();
        _arrived.Dispose();
    }

    private void Pass()
    {
        _arrived.Release();
        _gate.Wait();
    }
}
