using System.Runtime.InteropServices;
using Airlock.Interop;

namespace Airlock.Kvm;

/// <summary>Something that KVM, or this host, refused. The message says what to do about it.</summary>
public sealed class KvmException : Exception
{
    private KvmException(KvmErrorKind kind, string operation, int errno, string message)
        : base(message)
    {
        Kind = kind;
        Operation = operation;
        ErrorNumber = errno;
    }

    /// <summary>The sort of failure, to decide on.</summary>
    public KvmErrorKind Kind { get; }

    /// <summary>The ioctl, system call or capability, by its name in the kernel's headers.</summary>
    public string Operation { get; }

    /// <summary>The error number (errno), or 0 where none belongs to the failure.</summary>
    public int ErrorNumber { get; }

    /// <summary>The failure of <paramref name="operation"/>, with the errno of this thread's last call.</summary>
    internal static KvmException FromLastError(string operation)
    {
        int errno = Marshal.GetLastPInvokeError();
        return new KvmException(
            KvmErrorKind.Ioctl, operation, errno, $"{operation} failed with {Errno.Name(errno)}: {Advice(errno)}");
    }

    /// <summary>The failure to open the device at <paramref name="path"/>.</summary>
    internal static KvmException CannotOpen(string path)
    {
        int errno = Marshal.GetLastPInvokeError();
        (KvmErrorKind kind, string advice) = errno switch
        {
            Errno.EACCES or Errno.EPERM => (
                KvmErrorKind.PermissionDenied,
                "this user may not use it; add the user to the group that owns the device (often 'kvm')."),
            Errno.ENOENT or Errno.ENXIO or Errno.ENODEV => (
                KvmErrorKind.NotAvailable,
                "this host offers no KVM; load its module (kvm_intel or kvm_amd) and switch virtualization on in the "
                + "firmware, or in the outer hypervisor if this is a virtual machine."),
            _ => (KvmErrorKind.NotAvailable, Advice(errno)),
        };
        return new KvmException(kind, "open", errno, $"Cannot open {path} ({Errno.Name(errno)}): {advice}");
    }

    /// <summary>Something else stands under the device's name.</summary>
    internal static KvmException IsNotKvm(string path) => new(
        KvmErrorKind.NotAvailable,
        "KVM_GET_API_VERSION",
        Errno.ENOTTY,
        $"{path} is not the KVM device (ENOTTY): let it be the character device that the kernel's kvm module makes.");

    internal static KvmException UnsupportedApiVersion(int found) => new(
        KvmErrorKind.UnsupportedApiVersion,
        "KVM_GET_API_VERSION",
        0,
        $"KVM speaks version {found} of its API, this library version 12: a Linux kernel from 2.6.22 on is needed.");

    /// <summary>A capability that the caller can't do without. Public, so that callers can state their needs.</summary>
    /// <param name="capability">What KVM_CHECK_EXTENSION denied.</param>
    /// <returns>An exception to throw, of kind <see cref="KvmErrorKind.MissingCapability"/>.</returns>
    public static KvmException MissingCapability(KvmCapability capability) => new(
        KvmErrorKind.MissingCapability,
        $"KVM_CHECK_EXTENSION({(int)capability})",
        0,
        $"KVM on this host lacks the capability {capability} (number {(int)capability}): a newer kernel is needed.");

    internal static KvmException InvalidExit(string what) => new(
        KvmErrorKind.InvalidExit,
        "KVM_RUN",
        0,
        $"The kernel's report of an exit makes no sense ({what}): it looks like a defect of the kernel, stop the VM.");

    private static string Advice(int errno) => errno switch
    {
        Errno.EINVAL => "an argument does not fit (alignment, overlap, or a register value that no CPU could hold).",
        Errno.EEXIST => "it exists already; choose another number or address.",
        Errno.ENOENT => "there is no such thing; it was removed before or never added.",
        Errno.ENOMEM => "the host is out of memory.",
        Errno.EMFILE or Errno.ENFILE => "too many open files; raise the limit (ulimit -n).",
        Errno.EFAULT => "the guest touched memory that the host cannot provide; keep its backing mapped and sized.",
        Errno.EBUSY => "it is in use, or this host's hypervisor support belongs to somebody else.",
        Errno.ENOSPC => "a table of the kernel is full.",
        Errno.ENOSYS or Errno.ENOTTY or Errno.EOPNOTSUPP => "this kernel does not offer it; a newer one may.",
        Errno.EPERM or Errno.EACCES => "this process may not do that; check its privileges and filters.",
        _ => "see the KVM API documentation of this call.",
    };
}
