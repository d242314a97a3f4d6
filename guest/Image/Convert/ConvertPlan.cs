using Airlock.Guest.Storage;
using Airlock.Guest.Virtio;

namespace Airlock.Image.Convert;

/// <summary>What is to be converted, and by what means.</summary>
internal struct ConvertPlan
{
    /// <summary>The first byte of the virtual disk, a multiple of 512.</summary>
    public ulong Start;

    /// <summary>The byte after the last one; it may be in the middle of a sector, where the disk ends there.</summary>
    public ulong End;

    /// <summary>RAM for what is on its way; a block of the image fits into it.</summary>
    public RamArea Buffers;

    /// <summary>Sectors between progress marks; 0 for the default.</summary>
    public ulong ProgressStep;

    /// <summary>How to learn that a device has completed something.</summary>
    public CompletionMode Completions;
}
