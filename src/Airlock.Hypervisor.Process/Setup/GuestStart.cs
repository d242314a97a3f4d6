using Airlock.Abi.Machine;
using Airlock.Hypervisor.Process.Instructions;
using Airlock.Hypervisor.Process.Tracing;
using Airlock.Interop;
using Airlock.Memory;

namespace Airlock.Hypervisor.Process.Setup;

/// <summary>
/// Turns a new process into a guest: it has the program's RAM, and nothing else; no system call, no descriptor, and an
/// end with the thread that started it. Stub and tracer do that together.
/// </summary>
internal static class GuestStart
{
    private const ulong InterruptFlag = 1 << 9; // EFLAGS.IF, which a process can't clear
    private const ulong ReservedFlag = 1 << 1;

    /// <summary>Of RAX before a system call, for the kernel to know that there is none to start again.</summary>
    private const ulong NoSystemCall = ulong.MaxValue;

    /// <param name="stub">What the process is at first.</param>
    /// <param name="memory">Guest RAM with the program in it.</param>
    /// <param name="space">What the guest may do where, and where it begins.</param>
    /// <returns>Standing still, before its first instruction; owned by the caller.</returns>
    /// <exception cref="HostException">This host doesn't allow it. Nothing is left over.</exception>
    public static TracedProcess Start(StubFile stub, GuestMemory memory, GuestSpace space)
    {
        ChildSignal.IgnoreStops();
        StubOrders.Write(memory.Mapping, Environment.ProcessId, space.Ranges);
        TracedProcess process = TracedProcess.Start(stub.Path, memory.SharedFile!, out int errno)
            ?? throw Refusal.OfProgram("posix_spawn", errno);
        try
        {
            // It has asked to be traced, and stops so that nothing it does from here on can outlive this thread.
            WaitForFault(process, LibC.SIGTRAP, out _);
            if (!process.TryEndWithTracer())
            {
                throw Refusal.OfTracing();
            }

            process.Continue();
            WaitForFault(process, LibC.SIGSEGV, out UserRegisters registers);
            SetEntryState(process, registers, space);
        }
        catch
        {
            process.Dispose();
            throw;
        }
        finally
        {
            StubOrders.Wipe(memory.Mapping);
        }

        return process;
    }

    /// <summary>Waits until the stub has come to where it traps; signals that somebody sends meanwhile are dropped.</summary>
    private static void WaitForFault(TracedProcess process, int signal, out UserRegisters registers)
    {
        SignalInfo info = default;
        registers = default;
        WaitStatus status;
        while ((status = process.Wait()).IsStopped)
        {
            if (process.TryRead(ref info) && !info.IsSent && process.TryRead(ref registers))
            {
                bool isExpected = status.StopSignal == signal && (signal != LibC.SIGSEGV || registers.Rip == StubImage.Ready);
                if (isExpected)
                {
                    return;
                }

                throw Refusal.OfFault(status.StopSignal, registers.Rip);
            }

            process.Continue();
        }

        throw Refusal.OfSetup(status);
    }

    /// <summary>The registers of the contract. Those of x87 and SSE are as exec left them, for the stub uses none.</summary>
    private static void SetEntryState(TracedProcess process, in UserRegisters stub, GuestSpace space)
    {
        UserRegisters registers = new()
        {
            Rip = space.EntryPoint,
            Rsp = MemoryMap.EntryStackPointer,
            Rdi = space.BootConfiguration,
            Eflags = InterruptFlag | ReservedFlag,
            Cs = stub.Cs,
            Ss = stub.Ss,
            OrigRax = NoSystemCall,
        };
        if (!process.TryWrite(ref registers))
        {
            throw Refusal.OfSetup(process.Wait());
        }
    }
}
