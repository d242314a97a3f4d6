using Airlock.Hypervisor.Kvm.LongMode;
using Airlock.Kvm;
using Airlock.Memory;

namespace Airlock.Hypervisor.Kvm;

/// <summary>A vCPU of KVM's. What runs in ring 0 is the exception page alone, and what it reports is the guest's end.</summary>
internal sealed class KvmCpu : IVirtualCpu
{
    /// <summary>KVM_EXIT_SET_TPR, for which user space has nothing to do (linux/kvm.h).</summary>
    private const uint SetTpr = 11;

    private readonly IVcpuCalls _vcpu;
    private readonly GuestMemory _memory;
    private readonly LateHints _hints;
    private readonly byte[] _collected = new byte[256];
    private bool _exitWaits;

    public KvmCpu(IVcpuCalls vcpu, GuestMemory memory, LateHints hints)
    {
        _vcpu = vcpu;
        _memory = memory;
        _hints = hints;
        hints.Attach(vcpu);
    }

    /// <inheritdoc/>
    public GuestExit Run()
    {
        try
        {
            return RunToExit();
        }
        catch (KvmException e)
        {
            // This host could make the machine, and the guest may have a part in this: it is no host without KVM.
            return GuestExit.Failed($"KVM can't go on with it ({e.Message.TrimEnd('.')})");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _vcpu.Dispose();

    private GuestExit RunToExit()
    {
        while (true)
        {
            if (!_exitWaits)
            {
                _vcpu.Run();
            }

            // What waits in KVM's ring was written before this exit, which is still there afterwards.
            int count = _hints.Take(_collected, out ushort port);
            _exitWaits = count > 0;
            if (_exitWaits)
            {
                return GuestExit.OfCollected(port, _collected.AsSpan(0, count));
            }

            VcpuExit exit = _vcpu.LastExit;
            if (exit.Reason != SetTpr)
            {
                return Translate(exit);
            }
        }
    }

    private GuestExit Translate(scoped in VcpuExit exit)
    {
        switch (exit.Kind)
        {
            case VcpuExitKind.Io:
                return TranslatePort(exit.Io);
            case VcpuExitKind.Mmio:
                MmioExit mmio = exit.Mmio;
                _hints.NoteDevice(mmio);
                return GuestExit.OfDevice(mmio.Address, mmio.IsWrite, mmio.Data);
            case VcpuExitKind.Interrupted:
                // A request that comes from now on is for the next run: the caller looks at its own reasons to stop
                // after this, and requests come after reasons.
                _vcpu.ClearExitRequest();
                return GuestExit.Interrupted();
            case VcpuExitKind.Hlt:
                return GuestExit.Halted();
            default:
                return GuestExit.Failed(Describe(exit));
        }
    }

    private GuestExit TranslatePort(scoped in IoExit io)
    {
        if (io.Port == VmmArea.ExceptionPort && io.IsOut)
        {
            // Only an exception stub runs in ring 0; an OUT to its port from ring 3 is one to nowhere.
            KvmSpecialRegisters registers = _vcpu.GetSpecialRegisters();
            if (registers.Cs.PrivilegeLevel == 0 && registers.Idt.Base == VmmArea.Idt)
            {
                ExceptionReport report = ExceptionReader.Read(io.Data[0], _memory, registers);
                return ExceptionReader.IsHalt(report, _memory) ? GuestExit.Halted() : GuestExit.OfException(report);
            }
        }

        _hints.NotePort(io);
        return GuestExit.OfPort(io.Port, io.Size, io.IsOut, io.Data);
    }

    private string Describe(in VcpuExit exit) => exit.Kind switch
    {
        VcpuExitKind.Shutdown => "a triple fault ended it",
        VcpuExitKind.InternalError => $"KVM can't emulate what it does at rip 0x{_vcpu.GetRegisters().Rip:x}",
        VcpuExitKind.FailEntry => $"the processor refused its state (code 0x{exit.HardwareReason:x})",
        _ => $"KVM ended it with exit reason {exit.Reason}",
    };
}
