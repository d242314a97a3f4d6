namespace Airlock.Vmm.Stores;

/// <summary>One line of an access control list (acl(5)).</summary>
/// <param name="Tag">Whom it is about.</param>
/// <param name="Rights">Bits: 4 reads, 2 writes, 1 executes.</param>
/// <param name="Id">Of a named user or group.</param>
internal readonly record struct AccessEntry(AccessTag Tag, uint Rights, uint Id = AccessEntry.NoId)
{
    /// <summary>What the others have for a number (linux/posix_acl_xattr.h, ACL_UNDEFINED_ID).</summary>
    public const uint NoId = uint.MaxValue;

    /// <summary>Whether the mask limits it.</summary>
    public bool IsMasked => Tag is AccessTag.User or AccessTag.OwningGroup or AccessTag.Group;

    /// <summary>Whether it is about a user or a group by its number.</summary>
    public bool IsNamed => Tag is AccessTag.User or AccessTag.Group;
}
