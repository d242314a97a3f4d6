namespace Airlock.Vmm.Stores;

/// <summary>Sorts of file systems, by the numbers that statfs(2) has for them (linux/magic.h and the file systems' own).</summary>
internal static class FileSystemType
{
    /// <summary>Views of the kernel, in which nobody keeps an image.</summary>
    private static readonly HashSet<uint> s_ofKernel =
    [
        0x9fa0, // proc
        0x62656572, // sysfs
        0x27e0eb, // cgroup
        0x63677270, // cgroup2
        0x64626720, // debugfs
        0x74726163, // tracefs
        0x73636673, // securityfs
        0x62656570, // configfs
        0x1cd1, // devpts
        0x19800202, // mqueue
        0xcafe4a11, // bpf
        0x6165676c, // pstore
        0xde5e81e4, // efivarfs
        0x42494e4d, // binfmt_misc
        0x65735543, // fusectl
        0xf97cff8c, // selinuxfs
        0x43415d53, // smackfs
        0x5a3c69f0, // apparmorfs
        0x6e736673, // nsfs
        0x0187, // autofs
        0x958458f6, // hugetlbfs: no write(2)
    ];

    /// <summary>May take less than is written, or tell nothing true about its space: compression, or a server's business.</summary>
    private static readonly HashSet<uint> s_unforeseeable =
    [
        0x9123683e, // btrfs
        0x2fc12fc1, // zfs
        0xf2f52010, // f2fs
        0xca451a4e, // bcachefs
        0x24051905, // ubifs
        0x72b6, // jffs2
        0x5346544e, // ntfs
        0x7366746e, // ntfs3
        0x65735546, // FUSE, virtiofs
        0x794c7630, // overlayfs: whatever lies below
        0x6969, // NFS
        0xff534d42, // cifs
        0xfe534d42, // smb2
        0x00c36400, // ceph
        0x01021997, // 9p
        0x0bd00bd0, // Lustre
        0x47504653, // gpfs
    ];

    private static readonly HashSet<uint> s_inMemory =
    [
        0x01021994, // tmpfs, and devtmpfs, which has no number of its own
        0x858458f6, // ramfs, and devtmpfs without tmpfs
    ];

    public static bool IsOfKernel(long type) => s_ofKernel.Contains((uint)type);

    public static bool IsUnforeseeable(long type) => s_unforeseeable.Contains((uint)type);

    public static bool IsInMemory(long type) => s_inMemory.Contains((uint)type);
}
