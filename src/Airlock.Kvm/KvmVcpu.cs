using System.Runtime.InteropServices;
using Airlock.Interop;
using Airlock.Kvm.Abi;
using Airlock.Kvm.Handles;

namespace Airlock.Kvm;

/// <summary>A virtual CPU (x86-64). KVM API, 4, "vcpu ioctls", and 5.</summary>
/// <remarks>
/// One thread at a time may run it or touch its registers, and best always the same; <see cref="RequestExit"/> and
/// <see cref="ClearExitRequest"/> are for any thread at any time. Dispose it when no span of an exit is in use.
/// </remarks>
public sealed class KvmVcpu : IDisposable
{
    private readonly KvmVcpuHandle _handle;
    private readonly VcpuMapping _mapping;
    private readonly ExitRequest _exitRequest;
    private readonly CoalescedRing? _coalescedRing;
    private bool _wasInterrupted = true;

    internal KvmVcpu(KvmVcpuHandle handle, VcpuMapping mapping, int ringPage)
    {
        _handle = handle;
        _mapping = mapping;
        _exitRequest = new ExitRequest(mapping);
        _coalescedRing = ringPage > 0 ? new CoalescedRing(mapping, ringPage) : null;
    }

    /// <summary>The descriptor, for ioctls that this library doesn't wrap.</summary>
    public SafeHandle Handle => _handle;

    /// <summary>The VM's ring of coalesced writes, as this vCPU sees it. KVM API, 4.116.</summary>
    /// <exception cref="KvmException"><see cref="KvmErrorKind.MissingCapability"/>.</exception>
    public CoalescedRing CoalescedRing =>
        _coalescedRing ?? throw KvmException.MissingCapability(KvmCapability.CoalescedMmio);

    /// <summary>Whether <see cref="RequestExit"/> was called and not cleared; also once the vCPU is disposed.</summary>
    public bool IsExitRequested => _exitRequest.Stands;

    /// <summary>What <see cref="Run"/> returned last, once more; for whoever had something else to do first.</summary>
    /// <exception cref="ObjectDisposedException">The vCPU is disposed.</exception>
    public VcpuExit LastExit
    {
        get
        {
            bool referenced = false;
            _mapping.DangerousAddRef(ref referenced);
            try
            {
                return _wasInterrupted ? ExitDecoder.Interrupted() : ExitDecoder.Decode(_mapping);
            }
            finally
            {
                _mapping.DangerousRelease();
            }
        }
    }

    /// <summary>
    /// Lets the guest run until something has to be done for it, or an exit is requested. KVM API, 4.10 (KVM_RUN).
    /// </summary>
    /// <remarks>
    /// Answers to the exit before (port and MMIO reads) are taken by the guest first, even if an exit is requested:
    /// so after <see cref="VcpuExitKind.Interrupted"/> the registers are up to date. Signals that the process receives
    /// for other reasons, such as those of the garbage collector, are not seen. Allocates nothing.
    /// </remarks>
    /// <returns>Why it stopped; valid until the next run.</returns>
    /// <exception cref="KvmException">
    /// KVM_RUN failed: with EFAULT if the host could not provide memory that the guest touched, with EINVAL for a state
    /// in which no CPU can be, or with an errno of the host's own.
    /// </exception>
    /// <exception cref="InvalidOperationException">Another thread is in this method.</exception>
    public VcpuExit Run()
    {
        bool referenced = false;
        _mapping.DangerousAddRef(ref referenced);
        try
        {
            _exitRequest.Enter();
            try
            {
                _wasInterrupted = !EnterGuest();
                return LastExit;
            }
            finally
            {
                _exitRequest.Leave();
            }
        }
        finally
        {
            _mapping.DangerousRelease();
        }
    }

    /// <summary>
    /// Makes <see cref="Run"/> return <see cref="VcpuExitKind.Interrupted"/>, now and until
    /// <see cref="ClearExitRequest"/>, unless the guest's own exit comes first. From any thread, and never lost: it
    /// doesn't matter whether the vCPU is running, about to run, or not. KVM API, 5 (immediate_exit).
    /// </summary>
    /// <remarks>
    /// It works by a real-time signal without effect, of which the process gives up one. Once the vCPU is disposed,
    /// there is nothing to do.
    /// </remarks>
    public void RequestExit() => _exitRequest.Make();

    /// <summary>Withdraws <see cref="RequestExit"/>, so that the vCPU can run again.</summary>
    public void ClearExitRequest() => _exitRequest.Clear();

    /// <summary>The general registers. KVM API, 4.11 (KVM_GET_REGS).</summary>
    /// <returns>A copy.</returns>
    public KvmRegisters GetRegisters() =>
        Get<KvmRegisters>(KvmRequest.KVM_GET_REGS, nameof(KvmRequest.KVM_GET_REGS));

    /// <summary>Sets the general registers. KVM API, 4.12 (KVM_SET_REGS).</summary>
    /// <param name="registers">All of them.</param>
    public void SetRegisters(in KvmRegisters registers) =>
        Set(KvmRequest.KVM_SET_REGS, registers, nameof(KvmRequest.KVM_SET_REGS));

    /// <summary>Segment, table and control registers. KVM API, 4.13 (KVM_GET_SREGS).</summary>
    /// <returns>A copy.</returns>
    public KvmSpecialRegisters GetSpecialRegisters() =>
        Get<KvmSpecialRegisters>(KvmRequest.KVM_GET_SREGS, nameof(KvmRequest.KVM_GET_SREGS));

    /// <summary>Sets segment, table and control registers. KVM API, 4.14 (KVM_SET_SREGS).</summary>
    /// <param name="registers">All of them; best what was read, with changes.</param>
    public void SetSpecialRegisters(in KvmSpecialRegisters registers) =>
        Set(KvmRequest.KVM_SET_SREGS, registers, nameof(KvmRequest.KVM_SET_SREGS));

    /// <summary>x87 and SSE registers. KVM API, 4.22 (KVM_GET_FPU).</summary>
    /// <returns>A copy.</returns>
    public KvmFpu GetFpu() => Get<KvmFpu>(KvmRequest.KVM_GET_FPU, nameof(KvmRequest.KVM_GET_FPU));

    /// <summary>Sets x87 and SSE registers. KVM API, 4.23 (KVM_SET_FPU).</summary>
    /// <param name="fpu">All of them.</param>
    public void SetFpu(in KvmFpu fpu) => Set(KvmRequest.KVM_SET_FPU, fpu, nameof(KvmRequest.KVM_SET_FPU));

    /// <summary>XCR0: which extended states are switched on. KVM API, 4.44 (KVM_GET_XCRS).</summary>
    /// <returns>The register.</returns>
    /// <exception cref="KvmException">Among others, KVM lacks <see cref="KvmCapability.Xcrs"/>.</exception>
    public ulong GetXcr0()
    {
        kvm_xcrs xcrs = Get<kvm_xcrs>(KvmRequest.KVM_GET_XCRS, nameof(KvmRequest.KVM_GET_XCRS));
        return xcrs.xcrs[0].value; // x86 has this one only, and KVM reports it as the first
    }

    /// <summary>Sets XCR0. KVM API, 4.45 (KVM_SET_XCRS).</summary>
    /// <param name="value">The register; bit 0 (x87) is always set.</param>
    public void SetXcr0(ulong value)
    {
        kvm_xcrs xcrs = new() { nr_xcrs = 1 };
        xcrs.xcrs[0].value = value;
        Set(KvmRequest.KVM_SET_XCRS, xcrs, nameof(KvmRequest.KVM_SET_XCRS));
    }

    /// <summary>
    /// Says what CPUID tells the guest, and by that which features it may switch on. Before the first run.
    /// KVM API, 4.20 (KVM_SET_CPUID2).
    /// </summary>
    /// <param name="cpuid">The table.</param>
    public void SetCpuid(CpuidTable cpuid)
    {
        ArgumentNullException.ThrowIfNull(cpuid);
        CpuidBuffer.Set(_handle, KvmRequest.KVM_SET_CPUID2, cpuid.Entries, nameof(KvmRequest.KVM_SET_CPUID2));
    }

    /// <summary>What CPUID tells the guest. KVM API, 4.20, 4.46 (KVM_GET_CPUID2).</summary>
    /// <returns>A copy; KVM may have completed what was set.</returns>
    public CpuidTable GetCpuid() =>
        CpuidBuffer.Get(_handle, KvmRequest.KVM_GET_CPUID2, nameof(KvmRequest.KVM_GET_CPUID2));

    /// <summary>Stops the vCPU if it runs in another thread, and closes it when it has stopped.</summary>
    public void Dispose()
    {
        RequestExit();
        _mapping.Dispose();
        _handle.Dispose();
    }

    /// <summary>KVM_RUN, until it ends by an exit (true) or because one was requested (false).</summary>
    private bool EnterGuest()
    {
        while (LibC.ioctl(_handle, KvmRequest.KVM_RUN, 0) < 0)
        {
            // EINTR: some signal arrived. EAGAIN: the vCPU waits to be started, or KVM wants to be called again.
            if (Marshal.GetLastPInvokeError() is not (Errno.EINTR or Errno.EAGAIN))
            {
                throw KvmException.FromLastError(nameof(KvmRequest.KVM_RUN));
            }

            if (_exitRequest.Stands)
            {
                return false;
            }
        }

        return true;
    }

    private T Get<T>(nuint request, string operation)
        where T : unmanaged
    {
        T value = default;
        KvmIoctl.Call(_handle, request, ref value, operation);
        return value;
    }

    private void Set<T>(nuint request, T value, string operation)
        where T : unmanaged => KvmIoctl.Call(_handle, request, ref value, operation);
}
