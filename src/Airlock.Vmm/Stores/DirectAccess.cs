using Airlock.Interop;
using Airlock.Vmm.Results;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Stores;

/// <summary>
/// A second descriptor of an open file, past the page cache (O_DIRECT, open(2)). It takes only whole blocks, into and out
/// of aligned memory; everything else goes through the first descriptor.
/// </summary>
/// <remarks>
/// A page of the file goes one way or the other, never both: a write past the cache beside one through it, in the same
/// page, could be undone by the write-back of a page that was read before. So the blocks are pages at least.
/// </remarks>
internal sealed class DirectAccess : IDisposable
{
    private const uint PageSize = 4096;

    /// <param name="file">Open with O_DIRECT; this object owns it from now on.</param>
    /// <param name="blockSize">Bytes that a transfer starts at a multiple of, and has a multiple of; not 0.</param>
    /// <param name="memoryAlignment">Bytes that a buffer starts at a multiple of; not 0.</param>
    public DirectAccess(SafeFileHandle file, uint blockSize, uint memoryAlignment)
    {
        File = file;
        BlockSize = blockSize;
        MemoryAlignment = memoryAlignment;
    }

    /// <summary>The descriptor past the cache.</summary>
    public SafeFileHandle File { get; }

    public uint BlockSize { get; }

    public uint MemoryAlignment { get; }

    /// <summary>Opens the same file once more.</summary>
    /// <param name="file">Open for whatever is going to be done.</param>
    /// <param name="access">O_RDONLY or O_RDWR, as the file is open.</param>
    /// <param name="name">What to call it in an error, such as "input 'a.img'".</param>
    /// <exception cref="AirlockException">The file system has no direct I/O.</exception>
    public static DirectAccess Open(SafeFileHandle file, int access, string name)
    {
        SafeFileHandle direct = OpenFile.TryReopen(file, access | LibC.O_DIRECT, out int errno)
            ?? throw Refused(name, OpenFile.Describe(errno));
        (uint block, uint memory) = AlignmentOf(direct);
        if (block == 0)
        {
            direct.Dispose();
            throw Refused(name, "it has no alignment for it");
        }

        return new DirectAccess(direct, Math.Max(block, PageSize), memory);
    }

    /// <summary>
    /// How many bytes of a transfer go one way: up to the next block through the cache, then as many whole blocks as
    /// there are past it, and the rest through it again.
    /// </summary>
    /// <param name="buffer">All that is to be transferred.</param>
    /// <param name="byteOffset">Where in the file.</param>
    /// <param name="file">The descriptor to use: replaced by the direct one if that is the way.</param>
    public int PartOf(ReadOnlySpan<byte> buffer, ulong byteOffset, ref SafeFileHandle file)
    {
        uint insideBlock = (uint)(byteOffset % BlockSize);
        if (insideBlock != 0)
        {
            return (int)Math.Min(BlockSize - insideBlock, (uint)buffer.Length);
        }

        int blocks = buffer.Length - (int)((uint)buffer.Length % BlockSize);
        if (blocks == 0 || !LibC.IsAligned(buffer, MemoryAlignment))
        {
            return buffer.Length;
        }

        file = File;
        return blocks;
    }

    public void Dispose() => File.Dispose();

    /// <summary>
    /// What the kernel asks for (statx(2), STATX_DIOALIGN). Kernels and file systems that can't tell get pages, which
    /// suit all but disks with larger sectors.
    /// </summary>
    private static (uint Block, uint Memory) AlignmentOf(SafeFileHandle file)
    {
        const uint mask = LibC.STATX_BASIC_STATS | LibC.STATX_DIOALIGN;
        bool isTold = LibC.statx(file, string.Empty, LibC.AT_EMPTY_PATH, mask, out LibC.StatX status) == 0
            && (status.stx_mask & LibC.STATX_DIOALIGN) != 0;
        if (isTold)
        {
            return (status.stx_dio_offset_align, Math.Max(status.stx_dio_mem_align, 1));
        }

        uint sector = PageSize;
        uint block = LibC.ioctl(file, LibC.BLKSSZGET, ref sector) == 0 ? Math.Max(sector, PageSize) : PageSize;
        return (block, block);
    }

    private static AirlockException Refused(string name, string reason) => new(AirlockError.Usage,
        $"The file system of the {name} can't do direct I/O ({reason}); leave out --direct for it.");
}
