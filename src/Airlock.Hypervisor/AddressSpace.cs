using Airlock.Abi.Machine;

namespace Airlock.Hypervisor;

/// <summary>What a ring 3 program finds from <see cref="MemoryMap.ImageBase"/> to the end of RAM, page by page.</summary>
internal static class AddressSpace
{
    private const PageRights Data = PageRights.Read | PageRights.Write;

    /// <summary>The page below the stack.</summary>
    private const ulong StackGuard = MemoryMap.StackBottom - MemoryMap.PageSize;

    /// <summary>Ranges in order of address, without gaps between them.</summary>
    /// <param name="bootConfiguration">The page that the guest finds its configuration in.</param>
    public static IReadOnlyList<PageRange> Of(GuestProgram program, ulong bootConfiguration)
    {
        bool isLarge = IsLarge(program);
        var ranges = new List<PageRange>();
        ulong next = MemoryMap.ImageBase;
        foreach (PageRange range in Special(program, bootConfiguration, isLarge).OrderBy(range => range.Address))
        {
            Fill(ranges, next, range.Address, isLarge);
            ranges.Add(range);
            next = range.End;
        }

        Fill(ranges, next, program.MemoryBytes, isLarge);
        return ranges;
    }

    /// <summary>
    /// A page for the boot configuration that nothing else lies in: by preference behind the ring of messages, where no
    /// convention puts anything.
    /// </summary>
    /// <exception cref="GuestProgramException">The program fills them all.</exception>
    public static ulong FindFreePage(GuestProgram program)
    {
        for (ulong page = MemoryMap.MessageRingEnd; page < MemoryMap.DmaBase; page += MemoryMap.PageSize)
        {
            if (program.Segments.All(segment => page >= PagesOf(segment).End || segment.Address >= page + MemoryMap.PageSize))
            {
                return page;
            }
        }

        throw new GuestProgramException(
            $"'{program.Name}' leaves no page between 0x{MemoryMap.MessageRingEnd:x} and 0x{MemoryMap.DmaBase:x} for the boot configuration; link it elsewhere.");
    }

    /// <summary>
    /// Whether the program has the room above the stack for itself. Then what it hasn't asked for there, and below the
    /// stack, isn't mapped: neither the gaps between its segments nor the page that a stack would grow into.
    /// </summary>
    private static bool IsLarge(GuestProgram program) => program.Segments.Any(
        segment => segment.Address < MemoryMap.LargeImageEnd && segment.End > MemoryMap.LargeImageBase);

    /// <summary>What has rights of its own.</summary>
    private static IEnumerable<PageRange> Special(GuestProgram program, ulong bootConfiguration, bool isLarge)
    {
        IEnumerable<PageRange> special = program.Segments.Select(PagesOf);
        if (!isLarge && NeedsStackGuard(program))
        {
            special = special.Append(new PageRange(StackGuard, MemoryMap.PageSize, PageRights.None));
        }

        return bootConfiguration >= MemoryMap.ImageBase
            ? special.Append(new PageRange(bootConfiguration, MemoryMap.PageSize, PageRights.Read))
            : special;
    }

    /// <summary>
    /// A program that ends right below the stack, but for this page, would be overwritten by a stack that grows too far;
    /// so the page isn't mapped. Programs far above find all of RAM mapped.
    /// </summary>
    private static bool NeedsStackGuard(GuestProgram program)
    {
        bool liesBelow = program.Segments.Any(segment => segment.Address < StackGuard);
        return liesBelow && !program.Segments.Any(segment => segment.Address < MemoryMap.StackBottom && segment.End > StackGuard);
    }

    private static PageRange PagesOf(ProgramSegment segment)
    {
        ulong end = (segment.End + MemoryMap.PageSize - 1) & ~(MemoryMap.PageSize - 1);
        return new PageRange(segment.Address, end - segment.Address, segment.Rights);
    }

    /// <summary>Adds what no segment has: data, but around the segments and the stack of a large program nothing.</summary>
    private static void Fill(List<PageRange> ranges, ulong start, ulong end, bool isLarge)
    {
        if (isLarge)
        {
            Add(ranges, start, Math.Min(end, MemoryMap.StackBottom), PageRights.None);
            Add(ranges, Math.Max(start, MemoryMap.StackBottom), Math.Min(end, MemoryMap.StackTop), Data);
            Add(ranges, Math.Max(start, MemoryMap.LargeImageBase), Math.Min(end, MemoryMap.LargeImageEnd), PageRights.None);
            start = Math.Max(start, MemoryMap.LargeImageEnd);
        }

        Add(ranges, start, end, Data);
    }

    private static void Add(List<PageRange> ranges, ulong start, ulong end, PageRights rights)
    {
        if (start < end)
        {
            ranges.Add(new PageRange(start, end - start, rights));
        }
    }
}
