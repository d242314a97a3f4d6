using Airlock.Abi.Machine;
using Airlock.Kvm;
using Airlock.Memory;
using Airlock.Vmm.Images;
using Airlock.Vmm.Serial;

namespace Airlock.Vmm.Running;

/// <summary>Runs the vCPU and answers its exits until the guest ends or the run is stopped. Nothing allocates per exit.</summary>
internal sealed class VcpuLoop
{
    private readonly KvmVcpu _vcpu;
    private readonly Bus _mmio;
    private readonly Bus _ports;
    private readonly SerialPorts _serial;
    private readonly StopSignal _stop;
    private readonly GuestMemory _memory;
    private readonly GuestImage _image;

    public VcpuLoop(KvmVcpu vcpu, Bus mmio, Bus ports, SerialPorts serial, StopSignal stop, GuestMemory memory, GuestImage image)
    {
        _vcpu = vcpu;
        _mmio = mmio;
        _ports = ports;
        _serial = serial;
        _stop = stop;
        _memory = memory;
        _image = image;
    }

    public ExitCounters Exits { get; } = new();

    /// <summary>The exception that ended the guest, if one did.</summary>
    public GuestFault? Fault { get; private set; }

    /// <summary>Returns when the run is stopped, for whatever reason. Exceptions of the VMM become one.</summary>
    public void Run()
    {
        try
        {
            while (!_stop.IsStopping)
            {
                VcpuExit exit = _vcpu.Run();

                // What waits in the ring was written before this exit.
                _serial.Drain();
                Handle(exit);
            }
        }
#pragma warning disable CA1031 // the thread's last line of defence: whatever it is ends the run, and is told
        catch (Exception e)
#pragma warning restore CA1031
        {
            _stop.Crash(e);
        }
    }

    private void Handle(in VcpuExit exit)
    {
        switch (exit.Kind)
        {
            case VcpuExitKind.Io:
                Exits.PortIo++;
                HandlePort(exit.Io);
                break;
            case VcpuExitKind.Mmio:
                Exits.Mmio++;
                HandleMmio(exit.Mmio);
                break;
            case VcpuExitKind.Interrupted:
                // Either the run is stopping, which the loop sees next, or the serial ring wanted to be drained.
                Exits.Interrupted++;
                _vcpu.ClearExitRequest();
                break;
            default:
                Exits.Other++;
                HandleEnd(exit);
                break;
        }
    }

    private void HandlePort(in IoExit io)
    {
        if (io.Port == VmmArea.ExceptionPort && io.IsOut && IsInRing0())
        {
            HandleException(io.Data[0]);
            return;
        }

        for (int offset = 0; offset < io.Data.Length; offset += io.Size)
        {
            Span<byte> data = io.Data.Slice(offset, io.Size);
            BusAnswer answer = io.IsOut ? _ports.Write(io.Port, data) : _ports.Read(io.Port, data);
            Exits.Unmapped += answer == BusAnswer.Unmapped ? 1 : 0;
        }

        _serial.Flush();
    }

    private void HandleMmio(in MmioExit mmio)
    {
        BusAnswer answer = mmio.IsWrite ? _mmio.Write(mmio.Address, mmio.Data) : _mmio.Read(mmio.Address, mmio.Data);
        Exits.Unmapped += answer == BusAnswer.Unmapped ? 1 : 0;
    }

    /// <summary>Only an exception stub runs in ring 0; an OUT to its port from ring 3 is one to nowhere.</summary>
    private bool IsInRing0()
    {
        KvmSpecialRegisters registers = _vcpu.GetSpecialRegisters();
        return registers.Cs.PrivilegeLevel == 0 && registers.Idt.Base == VmmArea.Idt;
    }

    private void HandleException(byte vector)
    {
        GuestFault fault = FaultReader.Read(vector, _memory, _vcpu.GetSpecialRegisters(), _image);
        if (FaultReader.IsHalt(fault, _memory))
        {
            _stop.Stop(StopCause.Halted);
            return;
        }

        Fault = fault;
        _stop.Stop(StopCause.ContractBroken, $"The guest crashed: {fault}. This is a bug in the guest '{_image.Name}'.");
    }

    private void HandleEnd(in VcpuExit exit)
    {
        if (exit.Kind == VcpuExitKind.Hlt)
        {
            _stop.Stop(StopCause.Halted);
            return;
        }

        string what = exit.Kind switch
        {
            VcpuExitKind.Shutdown => "a triple fault ended it",
            VcpuExitKind.InternalError => $"KVM can't emulate what it does at rip 0x{_vcpu.GetRegisters().Rip:x}",
            VcpuExitKind.FailEntry => $"the processor refused its state (code 0x{exit.HardwareReason:x})",
            _ => $"KVM ended it with exit reason {exit.Reason}",
        };
        _stop.Stop(StopCause.ContractBroken, $"The guest crashed: {what}. This is a bug in the guest '{_image.Name}'.");
    }
}
