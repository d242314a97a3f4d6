using Airlock.Vmm.Stores;
using FsCheck.Xunit;

namespace Airlock.Vmm.Tests.Stores;

/// <summary>Lists of rights, held to the check of acl(5): nobody gains a right that they didn't have.</summary>
public sealed class AccessListTests
{
    private const uint Owner = 1, OldGroup = 20;

    /// <summary>Users and groups that a list may name, and some that it doesn't.</summary>
    private static readonly (uint User, uint Group)[] s_people =
        [.. from user in Enumerable.Range(2, 6) from gid in Enumerable.Range(20, 4) select ((uint)user, (uint)gid)];

    [Property(MaxTest = 300)]
    public void What_is_written_is_what_was_read(ushort mode, (byte Id, byte Rights)[] users, (byte Id, byte Rights)[] groups, byte mask)
    {
        byte[] value = Value(mode, users, groups, mask);
        Assert.Equal(value, AccessList.Parse(value)!.ToBytes());
    }

    [Property(MaxTest = 300)]
    public void Nine_bits_in_its_place_give_nobody_more(ushort mode, (byte Id, byte Rights)[] users, (byte Id, byte Rights)[] groups, byte mask)
    {
        byte[] value = Value(mode, users, groups, mask);
        byte[] narrowed = AccessList.Of(AccessList.Parse(value)!.Mode).ToBytes();
        Assert.All(s_people, each => Assert.Equal(0u, RightsOf(narrowed, each.User, each.Group) & ~RightsOf(value, each.User, each.Group)));
    }

    [Property(MaxTest = 300)]
    public void One_more_user_changes_nothing_for_the_others(ushort mode, (byte Id, byte Rights)[] users, (byte Id, byte Rights)[] groups, byte mask)
    {
        byte[] value = Value(mode, users, groups, mask);
        AccessList list = AccessList.Parse(value)!;
        byte[] longer = list.WithUser(Owner, list.OwnerRights).ToBytes();
        Assert.Equal(list.OwnerRights, RightsOf(longer, Owner, group: 99));
        Assert.All(s_people, each => Assert.Equal(RightsOf(value, each.User, each.Group), RightsOf(longer, each.User, each.Group)));
    }

    [Fact]
    public void A_new_group_is_one_of_the_others() => Assert.Equal(0x184u, AccessList.Of(0x1b4).WithGroupAsOthers().Mode & 0x1c7);

    [Theory]
    [InlineData("")]
    [InlineData("01000000")]
    [InlineData("02000000")]
    [InlineData("0200000001000600ffffffff")]
    [InlineData("0200000001000600ffffffff04000600ffffffff20000600ffffffff00")]
    [InlineData("0200000001000600ffffffff04000600ffffffff20000600ffffffff40000600ffffffff")]
    public void What_is_no_list_is_not_taken_for_one(string value) => Assert.Null(AccessList.Parse(Convert.FromHexString(value)));

    /// <summary>As the kernel would have it: sorted, no number twice, and a mask where there are names.</summary>
    private static byte[] Value(uint mode, (byte Id, byte Rights)[] users, (byte Id, byte Rights)[] groups, byte mask)
    {
        AccessEntry[] named =
        [
            .. users.Select(each => new AccessEntry(AccessTag.User, each.Rights % 8u, 2 + each.Id % 4u)),
            .. groups.Select(each => new AccessEntry(AccessTag.Group, each.Rights % 8u, 21 + each.Id % 2u)),
        ];
        AccessEntry[] all =
        [
            new(AccessTag.Owner, (mode >> 6) & 7),
            .. named.Where(each => each.Tag == AccessTag.User).DistinctBy(each => each.Id).OrderBy(each => each.Id),
            new(AccessTag.OwningGroup, (mode >> 3) & 7),
            .. named.Where(each => each.Tag == AccessTag.Group).DistinctBy(each => each.Id).OrderBy(each => each.Id),
            .. named.Length > 0 ? new AccessEntry[] { new(AccessTag.Mask, mask % 8u) } : [],
            new(AccessTag.Others, mode & 7),
        ];
        return [2, 0, 0, 0, .. all.SelectMany(BytesOf)];
    }

    private static byte[] BytesOf(AccessEntry entry) =>
        [(byte)entry.Tag, 0, (byte)entry.Rights, 0, .. BitConverter.GetBytes(entry.Id)];

    /// <summary>The access check algorithm of acl(5), for somebody of one group who isn't the owner.</summary>
    private static uint RightsOf(byte[] value, uint user, uint group)
    {
        AccessEntry[] entries =
        [
            .. value[4..].Chunk(8).Select(each => new AccessEntry((AccessTag)each[0], each[2], BitConverter.ToUInt32(each, 4))),
        ];
        uint mask = entries.Where(each => each.Tag == AccessTag.Mask).Select(each => each.Rights).DefaultIfEmpty(7u).Single();
        AccessEntry[] asUser = [.. entries.Where(each => each.Tag == AccessTag.User && each.Id == user)];
        AccessEntry[] asGroup =
        [
            .. entries.Where(each => (each.Tag == AccessTag.OwningGroup && group == OldGroup) || (each.Tag == AccessTag.Group && each.Id == group)),
        ];
        return asUser.Length > 0 ? asUser[0].Rights & mask
            : asGroup.Length > 0 ? asGroup.Aggregate(0u, (sum, each) => sum | each.Rights) & mask
            : entries.Single(each => each.Tag == AccessTag.Others).Rights;
    }
}
