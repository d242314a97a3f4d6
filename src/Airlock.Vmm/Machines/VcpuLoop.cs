using Airlock.Hypervisor;
using Airlock.Memory;
using Airlock.Vmm.Devices;
using Airlock.Vmm.Images;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Machines;

/// <summary>Runs the vCPU and answers its exits until the guest ends or the run is stopped. Nothing allocates per exit.</summary>
internal sealed class VcpuLoop
{
    private readonly Bus _mmio;
    private readonly Bus _ports;
    private readonly SerialPorts _serial;
    private readonly StopSignal _stop;
    private readonly GuestImage _image;

    public VcpuLoop(Bus mmio, Bus ports, SerialPorts serial, StopSignal stop, GuestImage image)
    {
        _mmio = mmio;
        _ports = ports;
        _serial = serial;
        _stop = stop;
        _image = image;
    }

    public ExitCounters Exits { get; } = new();

    /// <summary>The exception that ended the guest, if one did.</summary>
    public GuestFault? Fault { get; private set; }

    /// <summary>Whether the guest has executed HLT.</summary>
    public bool HasHalted { get; private set; }

    /// <summary>Returns when the guest has halted or the run is stopped, for whatever reason.</summary>
    public void Run(IVirtualCpu cpu)
    {
        while (!HasHalted && !_stop.IsStopping)
        {
            Handle(cpu.Run());
        }
    }

    private void Handle(in GuestExit exit)
    {
        switch (exit.Kind)
        {
            case GuestExitKind.Port:
                HandlePort(exit);
                break;
            case GuestExitKind.Device:
                Exits.Mmio++;
                Count(exit.IsWrite ? _mmio.Write(exit.Address, exit.Data) : _mmio.Read(exit.Address, exit.Data));
                break;
            case GuestExitKind.Interrupted:
                // Either the run is stopping, which the loop sees next, or collected bytes were asked for.
                Exits.Interrupted++;
                break;
            default:
                Exits.Other++;
                HandleEnd(exit);
                break;
        }
    }

    private void HandlePort(in GuestExit exit)
    {
        if (exit.IsCollected)
        {
            Exits.CoalescedPortIo += exit.Data.Length;
        }
        else
        {
            Exits.PortIo++;
        }

        for (int offset = 0; offset < exit.Data.Length; offset += exit.Width)
        {
            Span<byte> data = exit.Data.Slice(offset, exit.Width);
            Count(exit.IsWrite ? _ports.Write(exit.Address, data) : _ports.Read(exit.Address, data));
        }

        _serial.Flush();
    }

    private void Count(BusAnswer answer) => Exits.Unmapped += answer == BusAnswer.Unmapped ? 1 : 0;

    private void HandleEnd(in GuestExit exit)
    {
        switch (exit.Kind)
        {
            case GuestExitKind.Halted:
                HasHalted = true;
                break;
            case GuestExitKind.Exception:
                Fault = GuestFault.Of(exit.Exception, _image.Symbols.Describe(exit.Exception.InstructionPointer));
                _stop.Stop(StopCause.ContractBroken, Fault.Blame(_image.Name));
                break;
            default:
                _stop.Stop(StopCause.ContractBroken, GuestFault.Blame(exit.Failure, _image.Name));
                break;
        }
    }
}
