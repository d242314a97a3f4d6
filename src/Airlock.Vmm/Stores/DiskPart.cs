namespace Airlock.Vmm.Stores;

/// <summary>A part of a disk.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="End">The byte after its last one.</param>
internal readonly record struct DiskPart(ulong Start, ulong End)
{
    /// <summary>Bytes.</summary>
    public ulong Length => End - Start;
}
