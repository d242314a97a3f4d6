using Airlock.Hypervisor.Process.Faults;
using Airlock.Hypervisor.Process.Instructions;
using Airlock.Hypervisor.Process.Setup;
using Airlock.Hypervisor.Process.Tracing;
using Airlock.Interop;

namespace Airlock.Hypervisor.Process;

/// <summary>The guest's process, step by step: lets it run until it traps, and finds out what it wants.</summary>
internal sealed class ProcessCpu : IVirtualCpu
{
    /// <summary>The kernel's code segment for 64-bit programs, which the guest starts in (__USER_CS).</summary>
    private const ulong LongModeCode = 0x33;

    private readonly ProcessMachine _machine;
    private readonly TracedProcess _process;
    private readonly GuestSpace _space;
    private readonly GuestPages _pages;
    private readonly InstructionEmulator _emulator;
    private readonly TimeStampCounter _clock = new();
    private readonly byte[] _code = new byte[CodeReader.MaxLength];
    private readonly byte[] _codeBefore = new byte[FaultReader.InterruptLength];
    private UserRegisters _registers;
    private SignalInfo _signal;
    private EmulationStep _step;
    private bool _hasEnded;

    public ProcessCpu(ProcessMachine machine, TracedProcess process, GuestSpace space)
    {
        _machine = machine;
        _process = process;
        _space = space;
        _pages = new GuestPages(machine.Memory, space.Ranges);
        _emulator = new InstructionEmulator(_pages, new TracedVectors(process));
    }

    /// <inheritdoc/>
    public GuestExit Run()
    {
        if (_hasEnded)
        {
            return GuestExit.Failed("it has ended before");
        }

        if (_step == EmulationStep.Exit)
        {
            _step = _emulator.Continue(ref _registers);
        }

        while (true)
        {
            switch (_step)
            {
                case EmulationStep.Exit:
                    return Pass(_emulator.Exit);
                case EmulationStep.PageFault:
                    return End(GuestExit.OfException(FaultReader.OfPage(_emulator.FaultingAddress, _registers.Rip, _space)));
                case EmulationStep.Done:
                    _process.TryWrite(ref _registers);
                    break;
                default:
                    break;
            }

            _step = EmulationStep.Refused;
            if (_machine.TakeExitRequest())
            {
                return GuestExit.Interrupted();
            }

            _process.Continue();
            WaitStatus status = _process.Wait();
            if (!status.IsStopped)
            {
                return End(GuestExit.Failed(Describe(status)));
            }

            if (IsTrap() && !TryEmulate(status.StopSignal, out GuestExit end))
            {
                return End(end);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    /// <summary>Asks for what it did; false if somebody has sent a signal, or has just killed it.</summary>
    private bool IsTrap() =>
        _process.TryRead(ref _signal) && !_signal.IsSent && _process.TryRead(ref _registers);

    /// <returns>False if nothing can be done for it.</returns>
    private bool TryEmulate(int signal, out GuestExit end)
    {
        end = default;
        if (_registers.Cs != LongModeCode)
        {
            end = GuestExit.Failed($"it left 64-bit mode for the code segment 0x{_registers.Cs:x} at rip 0x{_registers.Rip:x}");
            return false;
        }

        if (signal == LibC.SIGSEGV && _signal.Code == SignalInfo.OfKernel && IsOverflow())
        {
            end = GuestExit.OfException(FaultReader.OfOverflow(_registers.Rip));
            return false;
        }

        // Copied once: devices may write to RAM meanwhile.
        ReadOnlySpan<byte> code = _code.AsSpan(0, _pages.CopyCode(_registers.Rip, _code));
        if (signal == LibC.SIGSEGV)
        {
            _step = _signal.Code switch
            {
                SignalInfo.OfKernel => StartPrivileged(code),
                SignalInfo.NotMapped => _emulator.StartDevice(code, ref _registers, _signal.Address),
                _ => EmulationStep.Refused,
            };
        }

        if (_step == EmulationStep.Refused
            && FaultReader.Read(signal, _signal, _registers, code, _space) is { } exception)
        {
            end = GuestExit.OfException(exception);
            return false;
        }

        return true;
    }

    private bool IsOverflow()
    {
        int length = _pages.CopyCode(_registers.Rip - FaultReader.InterruptLength, _codeBefore);
        return FaultReader.IsOverflow(_registers, _codeBefore.AsSpan(0, length));
    }

    private EmulationStep StartPrivileged(ReadOnlySpan<byte> code) => _clock.TryEmulate(code, ref _registers)
        ? EmulationStep.Done
        : _emulator.StartPrivileged(code, ref _registers);

    private GuestExit Pass(GuestExit exit) => exit.Kind == GuestExitKind.Halted ? End(exit) : exit;

    private GuestExit End(GuestExit exit)
    {
        _hasEnded = true;
        return exit;
    }

    private static string Describe(WaitStatus status) => status.EndSignal == LibC.SIGKILL
        ? "its process was killed, by somebody, by a limit on its time, or for want of memory"
        : $"its process ended with signal {status.EndSignal}, exit code {status.ExitCode}";
}
