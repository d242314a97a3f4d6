using Airlock.Abi.Machine;
using Airlock.Kvm;
using Airlock.Memory;
using Airlock.Vmm.Messages;
using Airlock.Vmm.Running;

namespace Airlock.Vmm.Serial;

/// <summary>
/// COM1 (messages) and COM2 (debug text). What the guest writes to COM1 waits in KVM's ring where the host has one, and
/// is taken out at the next exit; a guest that has none for a while is interrupted for it. All on the vCPU's thread.
/// </summary>
internal sealed class SerialPorts
{
    private static readonly CoalescedZone s_com1Data = new(Ports.Com1, 1, IsPort: true);

    private readonly SerialPipe _messages;
    private readonly DebugText _debug;
    private readonly byte[] _bytes = new byte[256];
    private int _count;
    private readonly Uart _com1;
    private readonly Uart _com2;
    private ExitShortcuts? _shortcuts;
    private CoalescedRing? _ring;
    private long _coalesced;

    public SerialPorts(SerialPipe messages, DebugText debug)
    {
        _messages = messages;
        _debug = debug;
        _com1 = new Uart(Send);
        _com2 = new Uart(debug.Write);
    }

    /// <summary>Bytes that came without an exit of their own.</summary>
    public long Coalesced => Volatile.Read(ref _coalesced);

    public void MapTo(Bus ports)
    {
        ports.Map(Ports.Com1, Ports.UartLength, _com1);
        ports.Map(Ports.Com2, Ports.UartLength, _com2);
    }

    /// <summary>How KVM can collect the bytes. The guest doesn't notice; a host without it exits for each byte.</summary>
    public void AddShortcut(ExitShortcuts shortcuts, KvmVm vm, KvmVcpu vcpu)
    {
        _shortcuts = shortcuts;
        shortcuts.Add(() =>
        {
            if (vm.CheckCapability(KvmCapability.CoalescedPio) != 0 && vm.CheckCapability(KvmCapability.CoalescedMmio) != 0)
            {
                vm.RegisterCoalescedZone(s_com1Data);
                _ring = vcpu.CoalescedRing;
            }
        });
    }

    /// <summary>Takes what the ring holds: after each exit, before the exit itself is looked at.</summary>
    public void Drain()
    {
        if (_ring is null)
        {
            return;
        }

        while (_ring.TryTake(out CoalescedWrite write))
        {
            _coalesced++;
            _com1.Write(write.Address - Ports.Com1, write.Length, write.Data[0]);
        }

        Flush();
    }

    /// <summary>Hands over what has come to COM1, whether by the ring or by an exit of its own.</summary>
    public void Flush()
    {
        if (_count > 0)
        {
            _messages.Write(_bytes.AsSpan(0, _count));
            _count = 0;
        }
    }

    /// <summary>Logs an unfinished last line of debug text.</summary>
    public void FlushDebugText() => _debug.Flush();

    private void Send(byte value)
    {
        if (_ring is null)
        {
            _shortcuts?.CountExit();
        }

        _bytes[_count++] = value;
        if (_count == _bytes.Length)
        {
            Flush();
        }
    }
}
