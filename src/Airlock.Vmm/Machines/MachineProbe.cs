using Airlock.Abi.Machine;
using Airlock.Hypervisor;
using Airlock.Memory;
using Airlock.Vmm.Devices;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Machines;

/// <summary>Finds out whether this host can run a machine, by running one.</summary>
public static class MachineProbe
{
    private static readonly byte[] s_halt = [0xf4];

    /// <summary>Starts a machine whose program is one HLT, and stops it.</summary>
    /// <param name="kind">KVM or process.</param>
    /// <returns>Null if it ran; otherwise what is in the way and what to do about it, as sentences.</returns>
    public static string? WhyNot(MachineKind kind)
    {
        string? failure = null;
        var thread = new Thread(() => failure = Run(kind), maxStackSize: 256 << 10) { Name = "airlock-probe" };
        try
        {
            HostThread.Start(thread);
        }
        catch (HostException e)
        {
            return e.Message;
        }

        thread.Join();
        return failure;
    }

    /// <summary>On a thread of its own: what it makes belongs to the thread, and ends with it.</summary>
    private static string? Run(MachineKind kind)
    {
        try
        {
            using IHypervisor hypervisor = Hypervisors.Open(kind);
            using IVirtualMachine machine = hypervisor.CreateMachine(Halt());
            using IVirtualCpu cpu = machine.BindCpu();
            GuestExit exit = cpu.Run();
            return exit.Kind == GuestExitKind.Halted
                ? null
                : $"A machine could be made, but its HLT was seen as {exit.Kind}{(exit.Failure is { } text ? $" ({text})" : string.Empty)}.";
        }
        catch (HostException e)
        {
            return e.Message;
        }
    }

    private static GuestProgram Halt() => new()
    {
        Name = "probe",
        EntryPoint = MemoryMap.ImageBase,
        Segments = [new ProgramSegment(MemoryMap.ImageBase, s_halt, MemoryMap.PageSize, PageRights.Read | PageRights.Execute)],
        BootConfiguration = ReadOnlyMemory<byte>.Empty,
        MemoryBytes = MemoryMap.DefaultRamSize,
    };
}
