using Airlock.Memory;

namespace Airlock.Hypervisor.Kvm.Tests.LongMode;

/// <summary>
/// Walks four-level page tables as the processor does (Intel SDM 3A, 4.5.4 and 4.6), knowing nothing of who wrote them.
/// </summary>
internal sealed class PageWalker(GuestMemory memory, ulong cr3)
{
    private const ulong Present = 1 << 0;
    private const ulong Writable = 1 << 1;
    private const ulong UserAccessible = 1 << 2;
    private const ulong WriteThrough = 1 << 3;
    private const ulong CacheDisable = 1 << 4;
    private const ulong PageSize = 1 << 7;
    private const ulong NoExecute = 1ul << 63;
    private const ulong AddressBits = 0x000f_ffff_ffff_f000;

    /// <summary>Bits 62 to 52 are ignored without protection keys, and a VMM has no use for them.</summary>
    private const ulong UnusedBits = 0x7ff0_0000_0000_0000;

    public PageMapping Walk(ulong linear)
    {
        ulong table = cr3 & AddressBits;
        ulong all = Present | Writable | UserAccessible;
        ulong any = 0;
        for (int shift = 39; ; shift -= 9)
        {
            ulong entry = ReadEntry(table, linear >> shift & 511);
            if ((entry & Present) == 0)
            {
                return PageMapping.None;
            }

            all &= entry;
            any |= entry;
            bool isPage = shift == 12 || (entry & PageSize) != 0;
            if (isPage)
            {
                ulong offsetBits = (1ul << shift) - 1;
                Assert.True(shift is 12 or 21, $"0x{linear:x} is mapped by a page of 2^{shift} bytes.");
                Assert.Equal(0ul, entry & AddressBits & offsetBits); // reserved, and PAT, in a large page's entry
                Assert.Equal(0ul, shift == 12 ? entry & PageSize : 0); // where it is PAT
                return new PageMapping(
                    (entry & AddressBits) | (linear & offsetBits), RightsOf(all, any), (all & UserAccessible) != 0);
            }

            table = entry & AddressBits;
        }
    }

    private ulong ReadEntry(ulong table, ulong index)
    {
        bool isInRam = memory.TryRead(table + index * sizeof(ulong), out ulong entry);
        Assert.True(isInRam, $"A page table lies at 0x{table:x}, outside RAM.");
        Assert.Equal(0ul, entry & (UnusedBits | WriteThrough | CacheDisable));
        return entry;
    }

    private static PageRights RightsOf(ulong all, ulong any) => PageRights.Read
        | ((all & Writable) != 0 ? PageRights.Write : 0)
        | ((any & NoExecute) == 0 ? PageRights.Execute : 0);
}
