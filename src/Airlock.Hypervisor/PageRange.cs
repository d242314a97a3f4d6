namespace Airlock.Hypervisor;

/// <summary>Pages side by side with the same rights.</summary>
/// <param name="Address">Guest-physical address of the first.</param>
/// <param name="Length">Bytes, a multiple of a page.</param>
/// <param name="Rights">What the guest may do there.</param>
internal readonly record struct PageRange(ulong Address, ulong Length, PageRights Rights)
{
    public ulong End => Address + Length;
}
