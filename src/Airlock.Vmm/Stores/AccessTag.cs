namespace Airlock.Vmm.Stores;

/// <summary>Whom an entry of an access control list is about, by the numbers of linux/posix_acl.h, which are its order, too.</summary>
internal enum AccessTag : ushort
{
    Owner = 1,
    User = 2,
    OwningGroup = 4,
    Group = 8,

    /// <summary>The most that anybody but the owner and the others get.</summary>
    Mask = 0x10,
    Others = 0x20,
}
