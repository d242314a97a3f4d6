using Airlock.Kvm;
using Airlock.Memory;

namespace Airlock.Hypervisor.Kvm;

/// <summary>
/// What KVM can do without an exit: signal an event when the guest writes a doorbell, collect bytes for a port. It is
/// asked to only once there have been enough exits to pay for it.
/// </summary>
/// <remarks>
/// Whatever stands on a VM's buses makes closing the VM wait for a grace period of the kernel's: 7 to 14 ms measured with
/// Linux 6.18, where a machine without it is gone in half a millisecond. An exit costs 1 to 35 µs. A small copy notifies a
/// dozen times, a large one thousands of times. Hints are given before the guest runs; all else is for the vCPU's thread.
/// </remarks>
internal sealed class LateHints
{
    /// <summary>Exits after which the hints are taken: together they cost about what they would have saved.</summary>
    public const int ExitsBefore = 256;

    private readonly List<(Doorbell Doorbell, EventFd Signaled)> _doorbells = [];
    private readonly List<ushort> _ports = [];
    private IVcpuCalls? _vcpu;
    private CoalescedWrite _held;
    private bool _holds;
    private bool _isCollecting;
    private int _exits;

    /// <summary>Whether bytes may be waiting without an exit; from any thread.</summary>
    public bool IsCollecting => Volatile.Read(ref _isCollecting);

    public void Add(Doorbell doorbell, EventFd signaled) => _doorbells.Add((doorbell, signaled));

    public void Collect(ushort port) => _ports.Add(port);

    public void Attach(IVcpuCalls vcpu) => _vcpu = vcpu;

    /// <summary>Counts an exit that a doorbell would have saved.</summary>
    public void NoteDevice(in MmioExit mmio)
    {
        if (_exits < ExitsBefore && mmio.IsWrite)
        {
            foreach ((Doorbell doorbell, _) in _doorbells)
            {
                if (doorbell.Address == mmio.Address && doorbell.Width == mmio.Data.Length)
                {
                    Count();
                    return;
                }
            }
        }
    }

    /// <summary>Counts an exit that collecting would have saved.</summary>
    public void NotePort(in IoExit io)
    {
        if (_exits < ExitsBefore && io.IsOut && _ports.Contains(io.Port))
        {
            Count();
        }
    }

    /// <summary>Takes bytes that KVM has collected, of one port.</summary>
    /// <returns>How many; 0 if none wait.</returns>
    public int Take(Span<byte> bytes, out ushort port)
    {
        port = 0;
        int count = 0;
        while (count < bytes.Length && TryTake(out CoalescedWrite write))
        {
            if (count > 0 && (ushort)write.Address != port)
            {
                (_held, _holds) = (write, true);
                break;
            }

            port = (ushort)write.Address;
            bytes[count++] = write.Data[0];
        }

        return count;
    }

    private bool TryTake(out CoalescedWrite write)
    {
        if (_holds)
        {
            (write, _holds) = (_held, false);
            return true;
        }

        write = default;
        return _isCollecting && _vcpu!.TryTake(out write);
    }

    private void Count()
    {
        if (++_exits == ExitsBefore)
        {
            TakeHints();
        }
    }

    private void TakeHints()
    {
        try
        {
            foreach ((Doorbell doorbell, EventFd signaled) in _doorbells)
            {
                _vcpu!.AddDoorbell(doorbell, signaled);
            }

            Volatile.Write(ref _isCollecting, _ports.Count > 0 && _vcpu!.TryCollect(_ports));
        }
        catch (KvmException)
        {
            // A table of the kernel's may be full, or its memory short: what isn't taken is an exit, as it was before.
        }
    }
}
