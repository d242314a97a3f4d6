using System.Buffers.Binary;
using Airlock.Abi.Machine;
using Airlock.Vmm.Images;

namespace Airlock.Vmm.Boot;

/// <summary>
/// Writes the four-level page tables of the machine: an identity map of RAM and of the device windows (Intel SDM 3A, 4.5).
/// </summary>
/// <remarks>
/// 4 KiB pages where rights differ inside 2 MiB, 2 MiB pages elsewhere. All levels above the last carry the widest
/// rights; the last one decides.
/// </remarks>
internal sealed class PageTableBuilder
{
    private const ulong Present = 1 << 0;
    private const ulong Writable = 1 << 1;
    private const ulong UserAccessible = 1 << 2;
    private const ulong LargePage = 1 << 7;
    private const ulong NoExecute = 1ul << 63;
    private const ulong AddressMask = 0x000f_ffff_ffff_f000;
    private const int EntriesPerTable = 512;
    private const PageRights Data = PageRights.Read | PageRights.Write | PageRights.User;

    /// <summary>The page below the stack.</summary>
    private const ulong StackGuard = MemoryMap.StackBottom - MemoryMap.PageSize;

    private readonly BootArea _area;
    private int _usedTables;

    public PageTableBuilder(BootArea area)
    {
        _area = area;
    }

    /// <summary>Maps RAM and the device windows, then narrows the rights to what the image asks for.</summary>
    /// <exception cref="GuestImageException">The image asks for different rights in too many places.</exception>
    public void Build(ulong ramSize, GuestImage image)
    {
        const ulong table = Present | Writable | UserAccessible;
        Write(VmmArea.PageMapLevel4, 0, VmmArea.PageDirectoryPointers | table);
        Write(VmmArea.PageDirectoryPointers, 0, VmmArea.PageDirectory | table);
        for (ulong address = 0; address < ramSize; address += MemoryMap.LargePageSize)
        {
            MapLarge(address);
        }

        MapLarge(MemoryMap.DeviceWindows);
        ProtectVmmArea();
        GuardStack(image);
        foreach (ImageSegment segment in image.Segments)
        {
            SetRights(segment.Address, segment.MemoryLength, segment.Rights | PageRights.User);
        }
    }

    /// <summary>
    /// An image that ends right below the stack, but for this page, would be overwritten by a stack that grows too far;
    /// so the page isn't mapped. Images elsewhere find all of RAM mapped.
    /// </summary>
    private void GuardStack(GuestImage image)
    {
        bool liesBelow = image.Segments.Any(segment => segment.Address < StackGuard);
        if (liesBelow && !image.Segments.Any(segment => segment.Address < MemoryMap.StackBottom && segment.End > StackGuard))
        {
            SetRights(StackGuard, MemoryMap.PageSize, PageRights.None);
        }
    }

    private void ProtectVmmArea()
    {
        SetRights(0, MemoryMap.PageSize, PageRights.None);
        SetRights(MemoryMap.VmmBase, MemoryMap.VmmEnd - MemoryMap.VmmBase, PageRights.Read | PageRights.Write);
        SetRights(VmmArea.ExceptionPage, MemoryMap.PageSize, PageRights.Read | PageRights.Execute);
        SetRights(MemoryMap.BootConfig, MemoryMap.PageSize, PageRights.Read | PageRights.User);
    }

    private void MapLarge(ulong address) =>
        Write(VmmArea.PageDirectory, DirectoryIndex(address), address | LargePage | Bits(Data));

    private void SetRights(ulong address, ulong length, PageRights rights)
    {
        ulong end = (address + length + MemoryMap.PageSize - 1) & ~(MemoryMap.PageSize - 1);
        for (ulong page = address & ~(MemoryMap.PageSize - 1); page < end; page += MemoryMap.PageSize)
        {
            int index = (int)(page / MemoryMap.PageSize % EntriesPerTable);
            Write(PageTableOf(page), index, page | Bits(rights));
        }
    }

    /// <summary>The table of 4 KiB pages that covers an address, made from the 2 MiB page when first needed.</summary>
    private ulong PageTableOf(ulong address)
    {
        int index = DirectoryIndex(address);
        ulong entry = Read(VmmArea.PageDirectory, index);
        return (entry & LargePage) == 0 ? entry & AddressMask : Split(index, entry);
    }

    private ulong Split(int directoryIndex, ulong largeEntry)
    {
        if (_usedTables == VmmArea.PageTables)
        {
            throw new GuestImageException(
                $"The guest image asks for page rights in more than {VmmArea.PageTables} regions of 2 MiB; link its segments closer together.");
        }

        ulong table = VmmArea.FirstPageTable + (ulong)_usedTables++ * MemoryMap.PageSize;
        ulong first = largeEntry & ~LargePage;
        for (int i = 0; i < EntriesPerTable; i++)
        {
            Write(table, i, first + (ulong)i * MemoryMap.PageSize);
        }

        Write(VmmArea.PageDirectory, directoryIndex, table | Present | Writable | UserAccessible);
        return table;
    }

    private static int DirectoryIndex(ulong address) => (int)(address / MemoryMap.LargePageSize);

    private static ulong Bits(PageRights rights) => rights == PageRights.None
        ? 0
        : Present
            | (rights.HasFlag(PageRights.Write) ? Writable : 0)
            | (rights.HasFlag(PageRights.User) ? UserAccessible : 0)
            | (rights.HasFlag(PageRights.Execute) ? 0 : NoExecute);

    private Span<byte> Entry(ulong table, int index) =>
        _area.At(table + (ulong)index * sizeof(ulong), sizeof(ulong));

    private ulong Read(ulong table, int index) => BinaryPrimitives.ReadUInt64LittleEndian(Entry(table, index));

    private void Write(ulong table, int index, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(Entry(table, index), value);
}
