using Airlock.Kvm;
using Airlock.Memory;

namespace Airlock.Hypervisor.Kvm.Tests;

/// <summary>A vCPU with the same exits again and again, and a byte that was collected before each fourth; it allocates nothing.</summary>
internal sealed class RepeatingVcpu(FakeExit[] round) : IVcpuCalls
{
    private bool _isCollecting;
    private bool _hasByte;

    public int Runs { get; private set; }

    public int Collected { get; private set; }

    public VcpuExit LastExit => round[Runs % round.Length].ToExit();

    public void Run()
    {
        Runs++;
        _hasByte = _isCollecting && Runs % 4 == 0;
    }

    public void ClearExitRequest()
    {
        // There is none.
    }

    public KvmRegisters GetRegisters() => default;

    public KvmSpecialRegisters GetSpecialRegisters() => default;

    public void AddDoorbell(Doorbell doorbell, EventFd signaled)
    {
        // It has none.
    }

    public bool TryCollect(IReadOnlyList<ushort> ports) => _isCollecting = true;

    public bool TryTake(out CoalescedWrite write)
    {
        write = new CoalescedWrite(0x3f8, 1, isPort: true, 7);
        bool isThere = _hasByte;
        Collected += isThere ? 1 : 0;
        _hasByte = false;
        return isThere;
    }

    public void Dispose()
    {
        // It holds nothing.
    }
}
