using Airlock.Interop;

namespace Airlock.Kvm.Handles;

/// <summary>An open /dev/kvm.</summary>
internal sealed class KvmSystemHandle : FileDescriptorHandle
{
    private KvmSystemHandle(int fd)
        : base(fd, parent: null)
    {
    }

    internal static KvmSystemHandle Adopt(int fd) => new(fd);

    internal static KvmSystemHandle Open(string path)
    {
        int fd = LibC.open(path, LibC.O_RDWR | LibC.O_CLOEXEC, mode: 0);
        return fd >= 0 ? new KvmSystemHandle(fd) : throw KvmException.CannotOpen(path);
    }
}
