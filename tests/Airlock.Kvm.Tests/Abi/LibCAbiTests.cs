using System.Globalization;
using System.Reflection;
using Airlock.Interop;

namespace Airlock.Kvm.Tests.Abi;

/// <summary>Constants and structs of the libc declarations that the host projects share.</summary>
public class LibCAbiTests
{
    /// <summary>Linux 6.3; Debian 12 has the headers of 6.1.</summary>
    private static readonly string[] s_newerThanSomeHeaders = ["MFD_NOEXEC_SEAL", "MFD_EXEC"];

    private static CAssertions LibCHeaders => new CAssertions()
        .Include("errno.h").Include("fcntl.h").Include("unistd.h").Include("stdio.h").Include("signal.h")
        .Include("poll.h").Include("sys/mman.h").Include("sys/stat.h").Include("sys/uio.h").Include("sys/eventfd.h")
        .Include("linux/fs.h").Include("sys/socket.h").Include("sys/prctl.h").Include("sys/resource.h")
        .Include("sys/wait.h").Include("spawn.h").Include("linux/capability.h").Include("sys/ptrace.h").Include("sys/vfs.h")
        .Include("linux/loop.h").Include("linux/magic.h");

    [SkippableFact]
    public void Every_constant_is_the_header_s()
    {
        CAssertions program = LibCHeaders;
        foreach (FieldInfo field in Constants(typeof(LibC)).Concat(Constants(typeof(Errno))))
        {
            object value = field.GetRawConstantValue()!;
            ulong bits = value is nuint or uint or ulong
                ? Convert.ToUInt64(value, CultureInfo.InvariantCulture)
                : (ulong)Convert.ToInt64(value, CultureInfo.InvariantCulture);
            if (s_newerThanSomeHeaders.Contains(field.Name))
            {
                program.EqualIfDefined(field.Name, bits);
            }
            else
            {
                program.Equal(field.Name, bits);
            }
        }

        program.Check();
    }

    [SkippableFact]
    public void Structs_are_the_header_s() => LibCHeaders
        .Size<LibC.IoVec>("struct iovec")
        .Member("struct iovec", "iov_base", (ref LibC.IoVec r) => r.iov_base = -1)
        .Member("struct iovec", "iov_len", (ref LibC.IoVec r) => r.iov_len = nuint.MaxValue)
        .Size<LibC.PollFd>("struct pollfd")
        .Member("struct pollfd", "fd", (ref LibC.PollFd r) => r.fd = -1)
        .Member("struct pollfd", "events", (ref LibC.PollFd r) => r.events = -1)
        .Member("struct pollfd", "revents", (ref LibC.PollFd r) => r.revents = -1)
        .Size<LibC.SigSet>("sigset_t")
        .Size<LibC.SigAction>("struct sigaction")
        .Member("struct sigaction", "sa_handler", (ref LibC.SigAction r) => r.sa_handler = -1)
        .Member("struct sigaction", "sa_mask", (ref LibC.SigAction r) => ((Span<ulong>)r.sa_mask).Fill(~0ul))
        .Member("struct sigaction", "sa_flags", (ref LibC.SigAction r) => r.sa_flags = -1)
        .Member("struct sigaction", "sa_restorer", (ref LibC.SigAction r) => r.sa_restorer = -1)
        .Check();

    [SkippableFact]
    public void What_starts_and_confines_a_process_is_the_header_s() => LibCHeaders
        .Size<LibC.SpawnFileActions>("posix_spawn_file_actions_t")
        .Size<LibC.SpawnAttributes>("posix_spawnattr_t")
        .Size<LibC.MsgHdr>("struct msghdr")
        .Member("struct msghdr", "msg_iov", (ref LibC.MsgHdr r) => r.msg_iov = -1)
        .Member("struct msghdr", "msg_iovlen", (ref LibC.MsgHdr r) => r.msg_iovlen = nuint.MaxValue)
        .Member("struct msghdr", "msg_control", (ref LibC.MsgHdr r) => r.msg_control = -1)
        .Member("struct msghdr", "msg_controllen", (ref LibC.MsgHdr r) => r.msg_controllen = nuint.MaxValue)
        .Member("struct cmsghdr", "cmsg_len", (ref LibC.DescriptorMessage r) => r.cmsg_len = nuint.MaxValue)
        .Member("struct cmsghdr", "cmsg_level", (ref LibC.DescriptorMessage r) => r.cmsg_level = -1)
        .Member("struct cmsghdr", "cmsg_type", (ref LibC.DescriptorMessage r) => r.cmsg_type = -1)
        .Size<LibC.RLimit>("struct rlimit")
        .Member("struct rlimit", "rlim_cur", (ref LibC.RLimit r) => r.rlim_cur = ~0ul)
        .Member("struct rlimit", "rlim_max", (ref LibC.RLimit r) => r.rlim_max = ~0ul)
        .Size<LibC.CapHeader>("struct __user_cap_header_struct")
        .Size<LibC.CapData>("struct __user_cap_data_struct[2]")
        .Check();

    [SkippableFact]
    public void File_status_is_the_header_s() => LibCHeaders
        .Size<LibC.StatX>("struct statx")
        .Member("struct statx", "stx_mask", (ref LibC.StatX r) => r.stx_mask = ~0u)
        .Member("struct statx", "stx_blksize", (ref LibC.StatX r) => r.stx_blksize = ~0u)
        .Member("struct statx", "stx_nlink", (ref LibC.StatX r) => r.stx_nlink = ~0u)
        .Member("struct statx", "stx_uid", (ref LibC.StatX r) => r.stx_uid = ~0u)
        .Member("struct statx", "stx_gid", (ref LibC.StatX r) => r.stx_gid = ~0u)
        .Member("struct statx", "stx_mode", (ref LibC.StatX r) => r.stx_mode = ushort.MaxValue)
        .Member("struct statx", "stx_ino", (ref LibC.StatX r) => r.stx_ino = ~0ul)
        .Member("struct statx", "stx_size", (ref LibC.StatX r) => r.stx_size = ~0ul)
        .Member("struct statx", "stx_blocks", (ref LibC.StatX r) => r.stx_blocks = ~0ul)
        .Member("struct statx", "stx_rdev_major", (ref LibC.StatX r) => r.stx_rdev_major = ~0u)
        .Member("struct statx", "stx_rdev_minor", (ref LibC.StatX r) => r.stx_rdev_minor = ~0u)
        .Member("struct statx", "stx_dev_major", (ref LibC.StatX r) => r.stx_dev_major = ~0u)
        .Member("struct statx", "stx_dev_minor", (ref LibC.StatX r) => r.stx_dev_minor = ~0u)
        .Member("struct statx", "stx_dio_mem_align", (ref LibC.StatX r) => r.stx_dio_mem_align = ~0u)
        .Member("struct statx", "stx_dio_offset_align", (ref LibC.StatX r) => r.stx_dio_offset_align = ~0u)
        .Size<LibC.Stat>("struct stat")
        .Member("struct stat", "st_dev", (ref LibC.Stat r) => r.st_dev = ~0ul)
        .Member("struct stat", "st_ino", (ref LibC.Stat r) => r.st_ino = ~0ul)
        .Member("struct stat", "st_nlink", (ref LibC.Stat r) => r.st_nlink = ~0ul)
        .Member("struct stat", "st_mode", (ref LibC.Stat r) => r.st_mode = ~0u)
        .Member("struct stat", "st_uid", (ref LibC.Stat r) => r.st_uid = ~0u)
        .Member("struct stat", "st_gid", (ref LibC.Stat r) => r.st_gid = ~0u)
        .Member("struct stat", "st_rdev", (ref LibC.Stat r) => r.st_rdev = ~0ul)
        .Member("struct stat", "st_size", (ref LibC.Stat r) => r.st_size = ~0ul)
        .Member("struct stat", "st_blocks", (ref LibC.Stat r) => r.st_blocks = ~0ul)
        .Size<LibC.LoopInfo>("struct loop_info64")
        .Member("struct loop_info64", "lo_device", (ref LibC.LoopInfo r) => r.lo_device = ~0ul)
        .Member("struct loop_info64", "lo_inode", (ref LibC.LoopInfo r) => r.lo_inode = ~0ul)
        .Member("struct loop_info64", "lo_rdevice", (ref LibC.LoopInfo r) => r.lo_rdevice = ~0ul)
        .Member("struct loop_info64", "lo_offset", (ref LibC.LoopInfo r) => r.lo_offset = ~0ul)
        .Size<LibC.StatFs>("struct statfs")
        .Member("struct statfs", "f_type", (ref LibC.StatFs r) => r.f_type = -1)
        .Member("struct statfs", "f_blocks", (ref LibC.StatFs r) => r.f_blocks = ~0ul)
        .Member("struct statfs", "f_bfree", (ref LibC.StatFs r) => r.f_bfree = ~0ul)
        .Member("struct statfs", "f_bavail", (ref LibC.StatFs r) => r.f_bavail = ~0ul)
        .Member("struct statfs", "f_frsize", (ref LibC.StatFs r) => r.f_frsize = -1)
        .Check();

    private static IEnumerable<FieldInfo> Constants(Type type)
    {
        // nint constants are not literals in metadata; MAP_FAILED and SIG_DFL are pointers in C anyhow. A name is no number.
        FieldInfo[] fields = type.GetFields(BindingFlags.Static | BindingFlags.NonPublic);
        Assert.NotEmpty(fields);
        return fields.Where(field => field.IsLiteral && field.FieldType != typeof(nint) && field.FieldType != typeof(string));
    }
}
