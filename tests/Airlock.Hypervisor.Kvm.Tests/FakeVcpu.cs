using Airlock.Kvm;
using Airlock.Memory;

namespace Airlock.Hypervisor.Kvm.Tests;

/// <summary>A vCPU whose exits are listed before; the last one stays, with what was collected up to it.</summary>
internal sealed class FakeVcpu : IVcpuCalls
{
    private readonly Queue<(FakeExit Exit, (ushort Port, byte Value)[] Collected)> _exits = [];
    private readonly Queue<(ushort Port, byte Value)> _ring = [];
    private FakeExit _last = new(VcpuExitKind.Interrupted);

    public int Runs { get; private set; }

    public int Cleared { get; private set; }

    public bool IsDisposed { get; private set; }

    /// <summary>What the next run fails with.</summary>
    public Exception? RunFailure { get; set; }

    /// <summary>What hints fail with.</summary>
    public Exception? HintFailure { get; init; }

    public bool CanCollect { get; init; } = true;

    public List<Doorbell> Doorbells { get; } = [];

    public List<ushort> CollectedPorts { get; } = [];

    public KvmSpecialRegisters SpecialRegisters { get; set; }

    public VcpuExit LastExit => _last.ToExit();

    /// <param name="collected">What the guest wrote before, without an exit.</param>
    public void Add(FakeExit exit, params (ushort Port, byte Value)[] collected) => _exits.Enqueue((exit, collected));

    public void Run()
    {
        Runs++;
        if (RunFailure is not null)
        {
            throw RunFailure;
        }

        (_last, (ushort Port, byte Value)[] collected) = _exits.Dequeue();
        Array.ForEach(collected, _ring.Enqueue);
    }

    public void ClearExitRequest() => Cleared++;

    public KvmRegisters GetRegisters() => new() { Rip = 0x4_0010 };

    public KvmSpecialRegisters GetSpecialRegisters() => SpecialRegisters;

    public void AddDoorbell(Doorbell doorbell, EventFd signaled)
    {
        if (HintFailure is not null)
        {
            throw HintFailure;
        }

        Doorbells.Add(doorbell);
    }

    public bool TryCollect(IReadOnlyList<ushort> ports)
    {
        CollectedPorts.AddRange(CanCollect ? ports : []);
        return CanCollect;
    }

    public bool TryTake(out CoalescedWrite write)
    {
        bool isThere = _ring.TryDequeue(out (ushort Port, byte Value) first);
        write = new CoalescedWrite(first.Port, 1, isPort: true, first.Value);
        return isThere;
    }

    public void Dispose() => IsDisposed = true;
}
