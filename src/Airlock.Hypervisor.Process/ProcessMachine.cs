using Airlock.Abi.Machine;
using Airlock.Hypervisor.Process.Setup;
using Airlock.Hypervisor.Process.Tracing;
using Airlock.Interop;
using Airlock.Memory;

namespace Airlock.Hypervisor.Process;

/// <summary>Guest RAM that the guest's process and this one share, and, once a thread is there for it, the process.</summary>
internal sealed class ProcessMachine : IVirtualMachine
{
    /// <summary>What <see cref="TracedProcess"/> asks for once the guest runs.</summary>
    private static readonly uint[] s_requests =
    [
        LibC.PTRACE_CONT, LibC.PTRACE_GETREGS, LibC.PTRACE_SETREGS, LibC.PTRACE_GETSIGINFO,
        LibC.PTRACE_GETFPREGS, LibC.PTRACE_SETFPREGS,
    ];

    private readonly StubFile _stub;
    private readonly GuestSpace _space;
    private TracedProcess? _process;
    private int _isExitRequested;

    /// <exception cref="HostException">There is no memory.</exception>
    /// <exception cref="GuestProgramException">The program doesn't fit.</exception>
    public ProcessMachine(StubFile stub, GuestProgram program)
    {
        _stub = stub;
        _space = GuestSpace.Of(program);
        Memory = GuestMemory.AllocateShared(program.MemoryBytes);
        try
        {
            ProgramLoader.Load(Memory, program, _space.BootConfiguration);
            Memory.HideBelow(MemoryMap.ImageBase);
            Memory.Hide(_space.BootConfiguration, MemoryMap.PageSize);
        }
        catch
        {
            Memory.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public GuestMemory Memory { get; }

    /// <inheritdoc/>
    public HostNeeds Needs { get; private set; } = new();

    /// <inheritdoc/>
    public IVirtualCpu BindCpu()
    {
        if (_process is not null)
        {
            throw new InvalidOperationException("The machine has its CPU already.");
        }

        TracedProcess process = GuestStart.Start(_stub, Memory, _space);
        Needs = new HostNeeds { TracedProcess = process.Id, PtraceRequests = s_requests };

        // Whoever requests an exit from here on finds the process; one from before is seen when the CPU runs.
        Interlocked.Exchange(ref _process, process);
        return new ProcessCpu(this, process, _space);
    }

    /// <summary>A doorbell is an exit like any other here: whatever the guest touches outside RAM traps.</summary>
    /// <inheritdoc/>
    public void AddDoorbell(Doorbell doorbell, EventFd signaled)
    {
    }

    /// <summary>Nothing is collected here.</summary>
    /// <inheritdoc/>
    public void AddCollectedPort(ushort port)
    {
    }

    /// <inheritdoc/>
    public void RequestExit()
    {
        // First the request, then the interruption: whoever sees the one or the other sees the request.
        Interlocked.Exchange(ref _isExitRequested, 1);
        Volatile.Read(ref _process)?.Interrupt();
    }

    /// <summary>Nothing is ever collected, so nothing waits.</summary>
    /// <inheritdoc/>
    public void RequestCollected()
    {
    }

    /// <summary>Whether an exit was requested since the last time.</summary>
    public bool TakeExitRequest() =>
        Volatile.Read(ref _isExitRequested) != 0 && Interlocked.Exchange(ref _isExitRequested, 0) != 0;

    /// <inheritdoc/>
    public void Dispose() => Memory.Dispose();
}
