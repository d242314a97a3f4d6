using Airlock.Hypervisor;

namespace Airlock.Vmm.Tests.Boot;

/// <summary>What the processor makes of a linear address.</summary>
/// <param name="Address">Guest-physical.</param>
/// <param name="Rights">Of all levels together; <see cref="PageRights.None"/> for an address that isn't mapped.</param>
internal readonly record struct PageMapping(ulong Address, PageRights Rights)
{
    public static PageMapping None => default;
}
