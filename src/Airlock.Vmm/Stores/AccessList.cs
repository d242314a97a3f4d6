using System.Buffers.Binary;

namespace Airlock.Vmm.Stores;

/// <summary>
/// Who may do what with a file: its access control list (acl(5)), of which the nine bits of a mode are the shortest form.
/// </summary>
internal sealed class AccessList
{
    private const uint Version = 2;
    private const int HeaderLength = 4;
    private const int EntryLength = 8;
    private const uint All = 7;

    private readonly AccessEntry[] _entries;

    private AccessList(IEnumerable<AccessEntry> entries)
    {
        _entries = [.. entries.OrderBy(entry => entry.Tag).ThenBy(entry => entry.Id)];
    }

    /// <summary>Whether a mode says all of it.</summary>
    public bool IsMode => _entries.Length == 3;

    /// <summary>The nine bits that say it, or that say no more than it where it is longer: nobody gains a right.</summary>
    public uint Mode
    {
        get
        {
            uint named = _entries.Where(entry => entry.IsNamed).Aggregate(All, (rights, entry) => rights & entry.Rights & Mask);
            uint group = RightsOf(AccessTag.OwningGroup) & Mask & named;
            return (RightsOf(AccessTag.Owner) << 6) | (group << 3) | (RightsOf(AccessTag.Others) & named);
        }
    }

    public uint OwnerRights => RightsOf(AccessTag.Owner);

    public uint OtherRights => RightsOf(AccessTag.Others);

    private uint Mask => Array.Exists(_entries, entry => entry.Tag == AccessTag.Mask) ? RightsOf(AccessTag.Mask) : All;

    /// <param name="mode">rwx for owner, group and others.</param>
    public static AccessList Of(uint mode) => new(
    [
        new AccessEntry(AccessTag.Owner, (mode >> 6) & All),
        new AccessEntry(AccessTag.OwningGroup, (mode >> 3) & All),
        new AccessEntry(AccessTag.Others, mode & All),
    ]);

    /// <summary>Reads it as it stands in system.posix_acl_access (linux/posix_acl_xattr.h); null if that is something else.</summary>
    public static AccessList? Parse(ReadOnlySpan<byte> value)
    {
        if (value.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(value) != Version)
        {
            return null;
        }

        var entries = new List<AccessEntry>();
        for (value = value[HeaderLength..]; value.Length >= EntryLength; value = value[EntryLength..])
        {
            var tag = (AccessTag)BinaryPrimitives.ReadUInt16LittleEndian(value);
            uint rights = BinaryPrimitives.ReadUInt16LittleEndian(value[2..]) & All;
            entries.Add(new AccessEntry(tag, rights, BinaryPrimitives.ReadUInt32LittleEndian(value[4..])));
        }

        bool isWhole = value.IsEmpty && entries.TrueForAll(entry => Enum.IsDefined(entry.Tag));
        AccessTag[] required = [AccessTag.Owner, AccessTag.OwningGroup, AccessTag.Others];
        return isWhole && Array.TrueForAll(required, tag => entries.Count(entry => entry.Tag == tag) == 1) ? new AccessList(entries) : null;
    }

    /// <summary>For a file that belongs to another group, whose members have been among the others so far.</summary>
    public AccessList WithGroupAsOthers() => new(
        _entries.Select(entry => entry.Tag == AccessTag.OwningGroup ? entry with { Rights = OtherRights } : entry));

    /// <summary>With rights for one more user, from which nobody else gains any.</summary>
    public AccessList WithUser(uint id, uint rights)
    {
        IEnumerable<AccessEntry> limited = _entries
            .Where(entry => entry.Tag != AccessTag.Mask && !(entry.Tag == AccessTag.User && entry.Id == id))
            .Select(entry => entry.IsMasked ? entry with { Rights = entry.Rights & Mask } : entry);
        AccessEntry[] entries = [.. limited, new AccessEntry(AccessTag.User, rights, id)];
        uint mask = entries.Where(entry => entry.IsMasked).Aggregate(0u, (sum, entry) => sum | entry.Rights);
        return new AccessList([.. entries, new AccessEntry(AccessTag.Mask, mask)]);
    }

    /// <summary>As it stands in system.posix_acl_access.</summary>
    public byte[] ToBytes()
    {
        byte[] value = new byte[HeaderLength + _entries.Length * EntryLength];
        BinaryPrimitives.WriteUInt32LittleEndian(value, Version);
        Span<byte> rest = value.AsSpan(HeaderLength);
        foreach (AccessEntry entry in _entries)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(rest, (ushort)entry.Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(rest[2..], (ushort)entry.Rights);
            BinaryPrimitives.WriteUInt32LittleEndian(rest[4..], entry.Id);
            rest = rest[EntryLength..];
        }

        return value;
    }

    private uint RightsOf(AccessTag tag) => Array.Find(_entries, entry => entry.Tag == tag).Rights;
}
