namespace Airlock.Kvm;

/// <summary>Why a vCPU stopped running. KVM API, 5 (exit_reason).</summary>
public enum VcpuExitKind
{
    /// <summary>A reason that this library has no name for; <see cref="VcpuExit.Reason"/> is its number.</summary>
    Unknown,

    /// <summary>The guest accessed a port: see <see cref="VcpuExit.Io"/>.</summary>
    Io,

    /// <summary>The guest accessed an address without memory: see <see cref="VcpuExit.Mmio"/>.</summary>
    Mmio,

    /// <summary>The guest executed HLT, and no interrupt controller in the kernel waits in its stead.</summary>
    Hlt,

    /// <summary>The guest shut down, as by a triple fault. On SVM its registers are lost.</summary>
    Shutdown,

    /// <summary>The CPU refused the vCPU's state; <see cref="VcpuExit.HardwareReason"/> is its code.</summary>
    FailEntry,

    /// <summary>KVM can't go on, as at an instruction unknown to it: see <see cref="VcpuExit.InternalError"/>.</summary>
    InternalError,

    /// <summary>A system event, such as a reset by the guest; <see cref="VcpuExit.SystemEvent"/> is its type.</summary>
    SystemEvent,

    /// <summary><see cref="KvmVcpu.RequestExit"/> was called. The guest may not even have started.</summary>
    Interrupted,
}
