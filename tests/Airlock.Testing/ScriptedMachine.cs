using Airlock.Hypervisor;
using Airlock.Memory;

namespace Airlock.Testing;

/// <summary>The machine of a <see cref="ScriptedHypervisor"/>, and what it was told.</summary>
public sealed class ScriptedMachine : IVirtualMachine
{
    private readonly Func<GuestMemory, IEnumerable<ScriptedExit>> _guest;
    private readonly Exception? _bindFailure;
    private readonly ExitRequests _requests = new();
    private ScriptedCpu? _cpu;

    internal ScriptedMachine(
        GuestProgram program, Func<GuestMemory, IEnumerable<ScriptedExit>> guest, Exception? bindFailure)
    {
        _guest = guest;
        _bindFailure = bindFailure;
        Program = program;
        Memory = GuestMemory.Allocate(program.MemoryBytes);
    }

    public GuestProgram Program { get; }

    public GuestMemory Memory { get; }

    public HostNeeds Needs { get; } = new() { Ioctls = [4711] };

    public List<(Doorbell Doorbell, EventFd Signaled)> Doorbells { get; } = [];

    public List<ushort> CollectedPorts { get; } = [];

    /// <summary>How often somebody wanted to know of collected bytes.</summary>
    public int CollectedRequests { get; private set; }

    public bool IsCpuDisposed => _cpu?.IsDisposed == true;

    public bool IsDisposed { get; private set; }

    /// <summary>Waits until the guest runs for ever.</summary>
    public void AwaitRunning() => _requests.AwaitWaiting();

    public IVirtualCpu BindCpu() =>
        _bindFailure is null ? _cpu = new ScriptedCpu(_guest(Memory), _requests) : throw _bindFailure;

    public void AddDoorbell(Doorbell doorbell, EventFd signaled) => Doorbells.Add((doorbell, signaled));

    public void AddCollectedPort(ushort port) => CollectedPorts.Add(port);

    public void RequestExit() => _requests.Make();

    public void RequestCollected()
    {
        CollectedRequests++;
        if (CollectedPorts.Count > 0)
        {
            RequestExit();
        }
    }

    public void Dispose()
    {
        if (_cpu is { IsDisposed: false })
        {
            throw new InvalidOperationException("The CPU is still there.");
        }

        IsDisposed = true;
        Memory.Dispose();
    }
}
