using System.Runtime.InteropServices;
using Airlock.Interop;
using Airlock.Kvm.Abi;
using Airlock.Kvm.Handles;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Kvm;

/// <summary>/dev/kvm: what this host can do, and where VMs come from. KVM API, 4, "System ioctls".</summary>
public sealed class KvmSystem : IDisposable
{
    private readonly KvmSystemHandle _handle;

    private KvmSystem(KvmSystemHandle handle)
    {
        _handle = handle;
    }

    /// <summary>
    /// Numbers of the ioctls that this library makes once a VM is set up and runs, for whoever filters system calls.
    /// </summary>
    public static IReadOnlyList<uint> RequestsOfRunningVm { get; } =
    [
        (uint)KvmRequest.KVM_RUN,
        (uint)KvmRequest.KVM_GET_REGS,
        (uint)KvmRequest.KVM_GET_SREGS,
        (uint)KvmRequest.KVM_CHECK_EXTENSION,
        (uint)KvmRequest.KVM_IOEVENTFD,
        (uint)KvmRequest.KVM_REGISTER_COALESCED_MMIO,
    ];

    /// <summary>The descriptor, for ioctls that this library doesn't wrap.</summary>
    public SafeHandle Handle => _handle;

    /// <summary>Opens the device and checks the version of its API. KVM API, 4.1 (KVM_GET_API_VERSION).</summary>
    /// <param name="path">The device node.</param>
    /// <returns>The system; dispose it when done. VMs made from it go on without it.</returns>
    /// <exception cref="KvmException">
    /// <see cref="KvmErrorKind.NotAvailable"/>, <see cref="KvmErrorKind.PermissionDenied"/> or
    /// <see cref="KvmErrorKind.UnsupportedApiVersion"/>.
    /// </exception>
    public static KvmSystem Open(string path = "/dev/kvm")
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        KvmSystemHandle handle = KvmSystemHandle.Open(path);
        try
        {
            int version = AskVersion(handle, path);
            return version == KvmRequest.KVM_API_VERSION
                ? new KvmSystem(handle)
                : throw KvmException.UnsupportedApiVersion(version);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Takes a device that another process has opened, and checked, for this one.</summary>
    /// <param name="device">The descriptor, which the system owns from now on.</param>
    /// <returns>The system; dispose it when done.</returns>
    public static KvmSystem Adopt(SafeFileHandle device)
    {
        ArgumentNullException.ThrowIfNull(device);
        int fd = (int)device.DangerousGetHandle();
        device.SetHandleAsInvalid();
        return new KvmSystem(KvmSystemHandle.Adopt(fd));
    }

    private static int AskVersion(KvmSystemHandle handle, string path)
    {
        try
        {
            return KvmIoctl.Call(handle, KvmRequest.KVM_GET_API_VERSION, 0, nameof(KvmRequest.KVM_GET_API_VERSION));
        }
        catch (KvmException e) when (e.ErrorNumber == Errno.ENOTTY)
        {
            throw KvmException.IsNotKvm(path);
        }
    }

    /// <summary>Asks for a capability. KVM API, 4.4 (KVM_CHECK_EXTENSION).</summary>
    /// <param name="capability">The capability.</param>
    /// <returns>0 if it is missing, else 1 or a number whose meaning depends on the capability.</returns>
    public int CheckCapability(KvmCapability capability) => KvmIoctl.Call(
        _handle, KvmRequest.KVM_CHECK_EXTENSION, (int)capability, nameof(KvmRequest.KVM_CHECK_EXTENSION));

    /// <summary>Insists on a capability.</summary>
    /// <param name="capability">The capability.</param>
    /// <returns>The capability's number, never 0.</returns>
    /// <exception cref="KvmException"><see cref="KvmErrorKind.MissingCapability"/>.</exception>
    public int RequireCapability(KvmCapability capability)
    {
        int value = CheckCapability(capability);
        return value > 0 ? value : throw KvmException.MissingCapability(capability);
    }

    /// <summary>What CPUID can tell a guest on this host. KVM API, 4.46 (KVM_GET_SUPPORTED_CPUID).</summary>
    /// <returns>A table of its own, to filter and to give to <see cref="KvmVcpu.SetCpuid"/>.</returns>
    public CpuidTable GetSupportedCpuid() => CpuidBuffer.Get(
        _handle, KvmRequest.KVM_GET_SUPPORTED_CPUID, nameof(KvmRequest.KVM_GET_SUPPORTED_CPUID));

    /// <summary>Makes a VM with neither memory nor vCPUs. KVM API, 4.2 (KVM_CREATE_VM).</summary>
    /// <returns>The VM.</returns>
    /// <exception cref="KvmException">
    /// The kernel refused, or lacks <see cref="KvmCapability.ImmediateExit"/>, without which a running vCPU couldn't
    /// be stopped reliably.
    /// </exception>
    public KvmVm CreateVm()
    {
        RequireCapability(KvmCapability.UserMemory);
        RequireCapability(KvmCapability.ImmediateExit);
        int mappingLength = KvmIoctl.Call(
            _handle, KvmRequest.KVM_GET_VCPU_MMAP_SIZE, 0, nameof(KvmRequest.KVM_GET_VCPU_MMAP_SIZE));
        return new KvmVm(KvmVmHandle.Create(_handle), mappingLength);
    }

    /// <summary>Closes the device, once the last VM made from it is closed too.</summary>
    public void Dispose() => _handle.Dispose();
}
