namespace Airlock.Vmm.Stores;

/// <summary>A part of a device or file that something else lies on.</summary>
/// <param name="Body">The device or file.</param>
/// <param name="Start">First byte.</param>
/// <param name="End">Byte behind the last.</param>
/// <param name="IsMapped">
/// Whether something decides which bytes of it are used: a device mapper, an array, a file system. Two of those are
/// taken for apart, as logical volumes and files are.
/// </param>
internal readonly record struct StorageExtent(StorageBody Body, ulong Start, ulong End, bool IsMapped)
{
    public static StorageExtent Whole(StorageBody body, bool isMapped = false) => new(body, 0, ulong.MaxValue, isMapped);

    public bool Overlaps(StorageExtent other) => Body == other.Body
        && Start < other.End
        && other.Start < End
        && !(IsMapped && other.IsMapped);

    /// <summary>Where a stretch of this one, counted from its start, lies on what is below at <paramref name="start"/>.</summary>
    /// <param name="below">What this one lies on.</param>
    /// <param name="start">Byte of it that this one's byte 0 is.</param>
    /// <param name="length">Bytes of this one.</param>
    public StorageExtent On(StorageBody below, ulong start, ulong length) =>
        new(below, Sum(start, Math.Min(Start, length)), Sum(start, Math.Min(End, length)), IsMapped);

    private static ulong Sum(ulong first, ulong second) => first > ulong.MaxValue - second ? ulong.MaxValue : first + second;
}
