using System.Runtime.InteropServices;
using Airlock.Hypervisor;
using Airlock.Hypervisor.Kvm;
using Airlock.Hypervisor.Process;
using Airlock.Memory;
using Airlock.Vmm.Results;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Machines;

/// <summary>Which make of the machine this host can run, and how each is opened.</summary>
internal static class Hypervisors
{
    /// <summary>Opens a make that has been decided on.</summary>
    /// <exception cref="HostException">This host doesn't have it.</exception>
    public static IHypervisor Open(MachineKind kind) => kind switch
    {
        MachineKind.Kvm => KvmHypervisor.Open(),
        MachineKind.Process => new ProcessHypervisor(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The make must be decided on first."),
    };

    /// <summary>Opens it in a process that may open no device itself.</summary>
    /// <param name="device">What <see cref="DeviceOf"/> gave in another process; null if that was nothing.</param>
    public static IHypervisor Adopt(MachineKind kind, SafeFileHandle? device) =>
        kind == MachineKind.Kvm && device is not null ? KvmHypervisor.Adopt(device) : Open(kind);

    /// <summary>The descriptor that another process needs for it, if it needs one.</summary>
    public static SafeHandle? DeviceOf(IHypervisor hypervisor) => (hypervisor as KvmHypervisor)?.Device;
}
