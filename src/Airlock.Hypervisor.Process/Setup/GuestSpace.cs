namespace Airlock.Hypervisor.Process.Setup;

/// <summary>What a program's process has in its address space.</summary>
/// <param name="EntryPoint">Address of the first instruction.</param>
/// <param name="BootConfiguration">The page that RDI points to.</param>
/// <param name="Ranges">All that is mapped, in order of address.</param>
internal sealed record GuestSpace(ulong EntryPoint, ulong BootConfiguration, IReadOnlyList<PageRange> Ranges)
{
    /// <exception cref="GuestProgramException">It needs KVM, or has too many parts.</exception>
    public static GuestSpace Of(GuestProgram program)
    {
        if (program.Ring != 3)
        {
            throw new GuestProgramException(
                $"'{program.Name}' is to run in ring {program.Ring}, which needs KVM; run it where /dev/kvm is, or in ring 3.");
        }

        ulong bootConfiguration = AddressSpace.FindFreePage(program);
        PageRange[] mapped =
            [.. AddressSpace.Of(program, bootConfiguration).Where(range => range.Rights != PageRights.None)];
        return mapped.Length <= StubOrders.MaxRanges
            ? new GuestSpace(program.EntryPoint, bootConfiguration, mapped)
            : throw new GuestProgramException(
                $"'{program.Name}' has {mapped.Length} ranges of pages, and a process takes {StubOrders.MaxRanges}; link it with fewer segments.");
    }

    /// <summary>What the guest may do with the byte there; nothing where no range is.</summary>
    public PageRights RightsAt(ulong address)
    {
        foreach (PageRange range in Ranges)
        {
            if (address >= range.Address && address - range.Address < range.Length)
            {
                return range.Rights;
            }
        }

        return PageRights.None;
    }
}
