namespace Airlock.Kvm;

/// <summary>What sort of failure a <see cref="KvmException"/> stands for.</summary>
public enum KvmErrorKind
{
    /// <summary>An ioctl or another system call failed; the exception carries its name and error number.</summary>
    Ioctl,

    /// <summary>There is no KVM on this host: no device node, or no driver behind it.</summary>
    NotAvailable,

    /// <summary>This user may not open the device.</summary>
    PermissionDenied,

    /// <summary>KVM is there but lacks something that was asked for.</summary>
    MissingCapability,

    /// <summary>KVM speaks another version of its API than 12. KVM API, 4.1.</summary>
    UnsupportedApiVersion,

    /// <summary>The kernel reported an exit that points outside its own pages: a bad kernel, not a bad guest.</summary>
    InvalidExit,
}
