using System.Buffers.Binary;
using Airlock.Abi.Machine;

namespace Airlock.Hypervisor.Kvm.LongMode;

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
    private const ulong Data = Present | Writable | UserAccessible | NoExecute;

    private readonly BootArea _area;
    private int _usedTables;

    public PageTableBuilder(BootArea area)
    {
        _area = area;
    }

    /// <summary>Maps RAM and the device windows, then narrows the rights to what the program asks for.</summary>
    /// <exception cref="GuestProgramException">The program asks for different rights in too many places.</exception>
    public void Build(GuestProgram program)
    {
        const ulong table = Present | Writable | UserAccessible;
        Write(VmmArea.PageMapLevel4, 0, VmmArea.PageDirectoryPointers | table);
        Write(VmmArea.PageDirectoryPointers, 0, VmmArea.PageDirectory | table);
        for (ulong address = 0; address < program.MemoryBytes; address += MemoryMap.LargePageSize)
        {
            MapLarge(address);
        }

        MapLarge(MemoryMap.DeviceWindows);
        ProtectVmmArea();
        const PageRights readWrite = PageRights.Read | PageRights.Write;
        foreach (PageRange range in AddressSpace.Of(program, MemoryMap.BootConfig).Where(range => range.Rights != readWrite))
        {
            SetBits(range.Address, range.Length, UserBits(range.Rights));
        }
    }

    private void ProtectVmmArea()
    {
        SetBits(0, MemoryMap.PageSize, 0);
        SetBits(MemoryMap.VmmBase, MemoryMap.VmmEnd - MemoryMap.VmmBase, Present | Writable | NoExecute);
        SetBits(VmmArea.ExceptionPage, MemoryMap.PageSize, Present);
        SetBits(MemoryMap.BootConfig, MemoryMap.PageSize, UserBits(PageRights.Read));
    }

    private void MapLarge(ulong address) =>
        Write(VmmArea.PageDirectory, DirectoryIndex(address), address | LargePage | Data);

    private void SetBits(ulong address, ulong length, ulong bits)
    {
        for (ulong page = address; page < address + length; page += MemoryMap.PageSize)
        {
            int index = (int)(page / MemoryMap.PageSize % EntriesPerTable);
            Write(PageTableOf(page), index, page | bits);
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
            throw new GuestProgramException(
                $"The program asks for page rights in more than {VmmArea.PageTables} regions of 2 MiB; link its segments closer together.");
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

    private static ulong UserBits(PageRights rights) => rights == PageRights.None
        ? 0
        : Present
            | UserAccessible
            | (rights.HasFlag(PageRights.Write) ? Writable : 0)
            | (rights.HasFlag(PageRights.Execute) ? 0 : NoExecute);

    private Span<byte> Entry(ulong table, int index) =>
        _area.At(table + (ulong)index * sizeof(ulong), sizeof(ulong));

    private ulong Read(ulong table, int index) => BinaryPrimitives.ReadUInt64LittleEndian(Entry(table, index));

    private void Write(ulong table, int index, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(Entry(table, index), value);
}
