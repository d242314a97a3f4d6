namespace Airlock.Vmm.Stores;

/// <summary>
/// Which files are read and written past the page cache (O_DIRECT, open(2)): for disks whose data shall not push out
/// what other programs have in the cache. Not for speed: what the cache holds is faster.
/// </summary>
[Flags]
public enum DirectIo
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>The input.</summary>
    Input = 1,

    /// <summary>The output.</summary>
    Output = 2,

    /// <summary>Both.</summary>
    Both = Input | Output,
}
