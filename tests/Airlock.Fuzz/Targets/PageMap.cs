using Airlock.Fuzz.Engine;
using Airlock.Hypervisor;
using Airlock.Hypervisor.Kvm.LongMode;
using Airlock.Memory;

namespace Airlock.Fuzz.Targets;

/// <summary>The page tables in guest RAM, walked as the processor does (Intel SDM 3A, 4.5.4 and 4.6).</summary>
internal sealed class PageMap(GuestMemory memory)
{
    private const ulong Present = 1, Writable = 2, UserAccessible = 4, LargePage = 0x80, NoExecute = 1ul << 63;
    private const ulong AddressBits = 0x000f_ffff_ffff_f000;
    private const int FirstShift = 39, LastShift = 12, BitsPerLevel = 9;

    /// <summary>What ring 3 may do at an address, which is mapped to itself; nothing if it isn't mapped.</summary>
    public PageRights UserRightsAt(ulong address)
    {
        ulong table = VmmArea.PageMapLevel4;
        ulong all = ulong.MaxValue;
        ulong any = 0;
        for (int shift = FirstShift; ; shift -= BitsPerLevel)
        {
            bool isInRam = memory.TryRead(table + ((address >> shift & 511) * sizeof(ulong)), out ulong entry);
            FindingException.ThrowUnless(isInRam, $"A page table lies at 0x{table:x}, outside RAM.");
            if ((entry & Present) == 0)
            {
                return PageRights.None;
            }

            all &= entry;
            any |= entry;
            if (shift == LastShift || (entry & LargePage) != 0)
            {
                ulong mask = ~((1ul << shift) - 1);
                FindingException.ThrowUnless(
                    (entry & AddressBits & mask) == (address & mask), $"0x{address:x} is mapped to elsewhere.");
                return (all & UserAccessible) == 0 ? PageRights.None : RightsOf(all, any);
            }

            table = entry & AddressBits;
        }
    }

    private static PageRights RightsOf(ulong all, ulong any) => PageRights.Read
        | ((all & Writable) != 0 ? PageRights.Write : 0)
        | ((any & NoExecute) == 0 ? PageRights.Execute : 0);
}
