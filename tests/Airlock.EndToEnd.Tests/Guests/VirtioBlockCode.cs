using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Airlock.EndToEnd.Tests.Guests;

/// <summary>A virtio-mmio block driver in a few instructions, written from VIRTIO 1.2 (2.7, 3.1, 5.2.6).</summary>
/// <param name="guest">Where the instructions go.</param>
/// <param name="window">The device's registers.</param>
/// <param name="queue">Where the queue lies: descriptors here, available ring at +0x400, used ring at +0x800.</param>
internal sealed class VirtioBlockCode(GuestAssembler guest, ulong window, ulong queue)
{
    public const ulong InputWindow = 0x1000_0000;
    public const ulong OutputWindow = 0x1000_1000;
    public const ushort QueueSize = 8;

    public const ushort Next = 1;
    public const ushort DeviceWrites = 2;

    private const uint RequestIn = 0;
    private const uint RequestOut = 1;

    private ulong AvailableRing => queue + 0x400;

    private ulong UsedRing => queue + 0x800;

    /// <summary>Header and status of the one request that is under way at a time.</summary>
    private ulong Header => queue + 0xc00;

    private ulong Status => queue + 0xc10;

    /// <summary>VIRTIO 1.2, 3.1.1: reset, acknowledge, driver, features, queue, ready.</summary>
    public void Initialize()
    {
        Register(0x70, 0);
        Register(0x70, 1);
        Register(0x70, 3);
        Register(0x24, 1);
        Register(0x20, 1); // VIRTIO_F_VERSION_1 is bit 32
        Register(0x70, 11);
        SetUpQueue(queue, AvailableRing, UsedRing);
        Register(0x70, 15);
    }

    /// <summary>VIRTIO 1.2, 4.2.3.2.</summary>
    public void SetUpQueue(ulong descriptors, ulong available, ulong used)
    {
        Register(0x30, 0);
        Register(0x38, QueueSize);
        RegisterPair(0x80, descriptors);
        RegisterPair(0x90, available);
        RegisterPair(0xa0, used);
        Register(0x44, 1);
    }

    /// <summary>Reads or writes one sector and waits until that is done.</summary>
    /// <param name="failed">Jumped to when the status isn't good.</param>
    public void TransferSector(bool write, ulong sector, ulong buffer, ushort availableIndex, Label failed)
    {
        guest.Store32(Header, write ? RequestOut : RequestIn);
        guest.Store32(Header + 4, 0);
        guest.Store64(Header + 8, sector);
        guest.Store32(Status, uint.MaxValue);
        Descriptor(0, Header, 16, Next, next: 1);
        Descriptor(1, buffer, 512, write ? Next : (ushort)(Next | DeviceWrites), next: 2);
        Descriptor(2, Status, 1, DeviceWrites, next: 0);
        Offer(head: 0, availableIndex);
        Notify();
        WaitUntilUsed((ushort)(availableIndex + 1));
        guest.Expect32(Status, 0xffffff00, failed);
    }

    /// <summary>VIRTIO 1.2, 2.7.5.</summary>
    public void Descriptor(int index, ulong address, uint length, ushort flags, ushort next)
    {
        ulong at = queue + (ulong)index * 16;
        guest.Store64(at, address);
        guest.Store32(at + 8, length);
        guest.Store32(at + 12, (uint)(flags | next << 16));
    }

    /// <summary>VIRTIO 1.2, 2.7.13.2 and 2.7.13.3.</summary>
    public void Offer(ushort head, ushort availableIndex)
    {
        guest.Store16(AvailableRing + 4 + (ulong)(availableIndex % QueueSize) * 2, head);
        guest.Code.mfence();
        SetAvailableIndex((ushort)(availableIndex + 1));
    }

    public void SetAvailableIndex(ushort index) => guest.Store16(AvailableRing + 2, index);

    public void Notify()
    {
        guest.Code.mfence();
        Register(0x50, 0);
    }

    public void Register(ulong offset, uint value) => guest.Store32(window + offset, value);

    /// <summary>VIRTIO 1.2, 2.7.14: looks at memory only, never at a register.</summary>
    private void WaitUntilUsed(ushort index)
    {
        Label again = guest.Code.CreateLabel();
        guest.Code.mov(rbx, UsedRing + 2);
        guest.Code.Label(ref again);
        guest.Code.pause();
        guest.Code.movzx(eax, __word_ptr[rbx]);
        guest.Code.cmp(eax, (uint)index);
        guest.Code.jne(again);
    }

    private void RegisterPair(ulong offset, ulong value)
    {
        Register(offset, (uint)value);
        Register(offset + 4, (uint)(value >> 32));
    }
}
