using System.Runtime.InteropServices;
using Airlock.Interop;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Kvm.Handles;

/// <summary>A file descriptor that keeps the one it was made from open.</summary>
/// <remarks>
/// So a VM outlives its vCPUs and the system its VMs, in whatever order the owners are disposed or finalized.
/// </remarks>
internal abstract class FileDescriptorHandle : SafeHandleMinusOneIsInvalid
{
    private readonly SafeHandle? _parent;

    /// <param name="fd">A valid descriptor; this handle owns it from now on.</param>
    /// <param name="parent">A handle on which the caller holds a reference; this handle takes that over.</param>
    protected FileDescriptorHandle(int fd, SafeHandle? parent)
        : base(ownsHandle: true)
    {
        SetHandle(fd);
        _parent = parent;
    }

    /// <summary>Makes a child descriptor; on success the parent carries a reference more.</summary>
    protected static int CreateChild(SafeHandle parent, nuint request, nint argument, string operation)
    {
        bool referenced = false;
        parent.DangerousAddRef(ref referenced);
        try
        {
            return KvmIoctl.Call(parent, request, argument, operation);
        }
        catch
        {
            parent.DangerousRelease();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        bool closed = LibC.close((int)handle) == 0;
        _parent?.DangerousRelease();
        return closed;
    }
}
