using Airlock.Abi.Machine;
using Airlock.Hypervisor.Kvm.LongMode;
using Airlock.Kvm;
using Airlock.Memory;

namespace Airlock.Hypervisor.Kvm;

/// <summary>A virtual machine of KVM's with the program in its RAM, below it the tables that long mode needs.</summary>
internal sealed class KvmMachine : IVirtualMachine
{
    private readonly KvmSystem _system;
    private readonly GuestProgram _program;
    private readonly KvmVm _vm;
    private readonly LateHints _hints = new();
    private KvmVcpu? _vcpu;
    private bool _isExitRequested;

    public KvmMachine(KvmSystem system, GuestProgram program)
    {
        _system = system;
        _program = program;
        Memory = GuestMemory.Allocate(program.MemoryBytes);
        try
        {
            LongModeLoader.Load(Memory, program);
            Memory.HideBelow(MemoryMap.ImageBase);

            _vm = system.CreateVm();
            _vm.SetUserMemoryRegion(new KvmMemoryRegion(Slot: 0, GuestAddress: 0, Memory.Length), Memory.Mapping);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public GuestMemory Memory { get; }

    /// <inheritdoc/>
    public HostNeeds Needs { get; } = new() { Ioctls = KvmSystem.RequestsOfRunningVm };

    /// <inheritdoc/>
    public IVirtualCpu BindCpu()
    {
        try
        {
            KvmVcpu vcpu = _vm.CreateVcpu();
            var cpu = new KvmCpu(new VcpuCalls(_vm, vcpu), Memory, _hints);
            VcpuSetup.Apply(_system, _vm, vcpu, _program);
            Volatile.Write(ref _vcpu, vcpu);

            // Full fence, as in RequestExit: either that sees the vCPU, or this sees the request.
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref _isExitRequested))
            {
                vcpu.RequestExit();
            }

            return cpu;
        }
        catch (KvmException e)
        {
            throw new HostException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void AddDoorbell(Doorbell doorbell, EventFd signaled) => _hints.Add(doorbell, signaled);

    /// <inheritdoc/>
    public void AddCollectedPort(ushort port) => _hints.Collect(port);

    /// <inheritdoc/>
    public void RequestExit()
    {
        if (Volatile.Read(ref _vcpu) is null)
        {
            Volatile.Write(ref _isExitRequested, true);
            Interlocked.MemoryBarrier();
        }

        Volatile.Read(ref _vcpu)?.RequestExit();
    }

    /// <inheritdoc/>
    public void RequestCollected()
    {
        if (_hints.IsCollecting)
        {
            RequestExit();
        }
    }

    /// <summary>Also of a machine that could be made only in part.</summary>
    public void Dispose()
    {
        _vm?.Dispose();
        Memory.Dispose();
    }
}
