namespace Airlock.Virtio.Block;

/// <summary>How an operation on a store ended: done in full, or failed with an error number of the host's.</summary>
/// <param name="Errno">0, or the error as in errno(3).</param>
public readonly record struct StoreResult(int Errno)
{
    /// <summary>All of it was done.</summary>
    public static StoreResult Ok => default;

    /// <summary>Whether all of it was done.</summary>
    public bool IsOk => Errno == 0;

    /// <summary>It failed.</summary>
    /// <param name="errno">Why, as in errno(3); not 0.</param>
    public static StoreResult Failed(int errno)
    {
        ArgumentOutOfRangeException.ThrowIfZero(errno);
        return new StoreResult(errno);
    }
}
