using System.Runtime.InteropServices;
using Airlock.Interop;
using Airlock.Vmm.Results;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Stores;

/// <summary>
/// What a new output has of the file that it replaces: owner and group as far as this process may give files away, mode without
/// set-user-ID, access control list, attributes of users and the label of a security module. Nobody gains a right by the
/// replacement, and the former owner loses none.
/// </summary>
internal static class KeptAttributes
{
    private const uint OwnerReadsAndWrites = 0x180; // 0600

    private static readonly string[] s_labels = ["security.selinux", "security.SMACK64"];

    /// <param name="place">Where the old file stands.</param>
    /// <param name="file">The new one.</param>
    /// <param name="force">Whether its former owner may lose rights to it.</param>
    /// <exception cref="AirlockException">The former owner would, or there is no space for attributes.</exception>
    public static void Carry(OutputPlace place, SafeFileHandle file, bool force)
    {
        FileIdentity old = place.Existing;
        _ = LibC.fchmod(file, OwnerReadsAndWrites); // its mode so far may forbid attributes
        AccessList rights = OpenFile.WithLinkOf(place.Entry!, link =>
        {
            CarryExtended(place, link, file);
            return AccessListOf(link) ?? AccessList.Of(old.Permissions);
        });

        // Only a privileged user may give files away; a group may be one of one's own.
        if (LibC.fchown(file, old.Owner, old.Group) != 0)
        {
            _ = LibC.fchown(file, uint.MaxValue, old.Group);
        }

        FileIdentity now = FileIdentity.Of(file);
        rights = now.Group == old.Group ? rights : rights.WithGroupAsOthers();
        rights = now.Owner == old.Owner ? rights : rights.WithUser(old.Owner, rights.OwnerRights);
        bool isWhole = Give(file, rights);
        bool loses = !isWhole && now.Owner != old.Owner && (rights.OwnerRights & ~rights.OtherRights) != 0;
        if (loses && !force)
        {
            throw new AirlockException(AirlockError.Usage,
                $"The output '{place.Path}' is somebody else's, who would lose it; write into it (--in-place), or force it (--force).");
        }
    }

    /// <returns>Whether all of it could be said.</returns>
    private static bool Give(SafeFileHandle file, AccessList rights)
    {
        byte[] value = rights.ToBytes();
        if (!rights.IsMode && LibC.fsetxattr(file, LibC.XATTR_NAME_POSIX_ACL_ACCESS, value, (nuint)value.Length, 0) == 0)
        {
            return true;
        }

        // A list that it has of its folder's default would give rights that the old file didn't.
        _ = LibC.fremovexattr(file, LibC.XATTR_NAME_POSIX_ACL_ACCESS);
        _ = LibC.fchmod(file, rights.Mode);
        return rights.IsMode;
    }

    private static AccessList? AccessListOf(string link)
    {
        Span<byte> value = new byte[LibC.XATTR_SIZE_MAX];
        nint length = LibC.getxattr(link, LibC.XATTR_NAME_POSIX_ACL_ACCESS, value, (nuint)value.Length);
        return length < 0 ? null : AccessList.Parse(value[..(int)length]);
    }

    /// <summary>What can't be read isn't kept, and a label only if the module's policy has it so.</summary>
    private static void CarryExtended(OutputPlace place, string link, SafeFileHandle file)
    {
        byte[] names = new byte[LibC.XATTR_SIZE_MAX], value = new byte[LibC.XATTR_SIZE_MAX];
        nint length = LibC.listxattr(link, names, (nuint)names.Length);
        ReadOnlySpan<byte> rest = names.AsSpan(0, (int)Math.Max(length, 0));
        while (!rest.IsEmpty)
        {
            int end = Math.Max(rest.IndexOf((byte)0), 0);
            string name = PathBytes.Decode(rest[..end]);
            rest = rest[(end + 1)..];
            bool isKept = name.StartsWith("user.", StringComparison.Ordinal) || s_labels.Contains(name);
            nint size = isKept ? LibC.getxattr(link, name, value, (nuint)value.Length) : -1;
            if (size >= 0 && LibC.fsetxattr(file, name, value, (nuint)size, 0) != 0
                && Marshal.GetLastPInvokeError() is Errno.ENOSPC or Errno.EDQUOT)
            {
                throw new AirlockException(AirlockError.FileAccess,
                    $"The output '{place.Path}' could not be given its attribute '{name}': {Marshal.GetLastPInvokeErrorMessage()}.");
            }
        }
    }
}
