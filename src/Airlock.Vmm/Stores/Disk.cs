using Airlock.Virtio.Block;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Stores;

/// <summary>An open file, without its name, that the guest sees as a disk.</summary>
internal sealed record Disk
{
    /// <summary>What it is for.</summary>
    public required DiskRole Role { get; init; }

    /// <summary>What it is called in messages and in the boot configuration.</summary>
    public required string Name { get; init; }

    /// <summary>Guest-physical address of its device's window.</summary>
    public required ulong Address { get; init; }

    /// <summary>Bytes.</summary>
    public required ulong Length { get; init; }

    /// <summary>Open for reading; of an output, for writing as well. Stays its owner's.</summary>
    public required SafeFileHandle File { get; init; }

    /// <summary>The way past the page cache, if one was asked for.</summary>
    public DirectAccess? Direct { get; init; }

    /// <summary>Of an input, whether the guest may ask where its holes are.</summary>
    public bool TellsExtents { get; init; }

    /// <summary>Of an output, whether it takes zeroes without data.</summary>
    public bool TakesZeroes { get; init; }

    /// <summary>Of an output, whether whatever hasn't been written reads as zeroes.</summary>
    public bool IsBlank { get; init; }

    /// <summary>Of an output, the part that the guest is to write; null: all of it.</summary>
    public DiskPart? Part { get; init; }

    /// <summary>The part that the guest is to write.</summary>
    public DiskPart Expected => Part ?? new DiskPart(0, Length);

    /// <summary>What the device does its requests with. It can do about holes what there is a use for, and no more.</summary>
    /// <param name="written">Where to note what has been written; null for an input.</param>
    /// <param name="onFailure">Called on the thread of the request.</param>
    public IBlockStore OpenStore(WrittenRanges? written, Action<StoreFailure> onFailure) => this switch
    {
        { TellsExtents: true } => new SparseInput(this, onFailure),
        { TakesZeroes: true } when written is not null => new ZeroableOutput(this, written, onFailure),
        _ => new FileStore(File, Length, written, onFailure, Direct),
    };
}
