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
        List<PageRange> special = program.Segments.Select(PagesOf).ToList();
        if (NeedsStackGuard(program))
        {
            special.Add(new PageRange(StackGuard, MemoryMap.PageSize, PageRights.None));
        }

        if (bootConfiguration >= MemoryMap.ImageBase)
        {
            special.Add(new PageRange(bootConfiguration, MemoryMap.PageSize, PageRights.Read));
        }

        special.Sort((left, right) => left.Address.CompareTo(right.Address));
        var ranges = new List<PageRange>();
        ulong next = MemoryMap.ImageBase;
        foreach (PageRange range in special)
        {
            AddData(ranges, next, range.Address);
            ranges.Add(range);
            next = range.End;
        }

        AddData(ranges, next, program.MemoryBytes);
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
    /// A program that ends right below the stack, but for this page, would be overwritten by a stack that grows too far;
    /// so the page isn't mapped. Programs elsewhere find all of RAM mapped.
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

    private static void AddData(List<PageRange> ranges, ulong start, ulong end)
    {
        if (start < end)
        {
            ranges.Add(new PageRange(start, end - start, Data));
        }
    }
}
