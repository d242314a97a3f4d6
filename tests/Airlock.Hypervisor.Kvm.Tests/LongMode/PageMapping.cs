namespace Airlock.Hypervisor.Kvm.Tests.LongMode;

/// <summary>What the processor makes of a linear address.</summary>
/// <param name="Address">Guest-physical.</param>
/// <param name="Rights">Of all levels together; <see cref="PageRights.None"/> for an address that isn't mapped.</param>
/// <param name="IsUser">Whether ring 3 has these rights as well.</param>
internal readonly record struct PageMapping(ulong Address, PageRights Rights, bool IsUser)
{
    public static PageMapping None => default;

    public static PageMapping User(ulong address, PageRights rights) => new(address, rights, IsUser: true);

    public static PageMapping Supervisor(ulong address, PageRights rights) => new(address, rights, IsUser: false);
}
