using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Airlock.EndToEnd.Tests.Guests;

/// <summary>
/// A virtio-mmio driver in a few instructions, written from VIRTIO 1.2 (2.7, 3.1, 5.2.6): what it is asked to do, right
/// or wrong.
/// </summary>
/// <param name="guest">Where the instructions go.</param>
/// <param name="window">The device's registers.</param>
/// <param name="queue">Where the queue lies: descriptors here, available ring at +0x1000, used ring at +0x1400.</param>
/// <param name="number">Which of the device's queues it is.</param>
/// <param name="size">How many descriptors it has.</param>
internal sealed class VirtioCode(
    GuestAssembler guest, ulong window, ulong queue, uint number = 0, uint size = VirtioCode.QueueSize)
{
    public const ulong InputWindow = 0x1000_0000;
    public const ulong OutputWindow = 0x1000_1000;
    public const ulong ConsoleWindow = 0x1000_2000;
    public const ushort QueueSize = 8;

    public const ushort Next = 1;
    public const ushort DeviceWrites = 2;
    public const ushort Indirect = 4;

    public const uint RequestIn = 0;
    public const uint RequestOut = 1;
    public const uint RequestGetId = 8;

    private ushort _available;

    public ulong AvailableRing => queue + 0x1000;

    public ulong UsedRing => queue + 0x1400;

    /// <summary>Header and status of the one request that is under way at a time.</summary>
    public ulong Header => queue + 0x1c00;

    public ulong Status => queue + 0x1c10;

    /// <summary>VIRTIO 1.2, 3.1.1: reset, acknowledge, driver, features, queue, ready.</summary>
    public void Initialize()
    {
        Negotiate();
        SetUpQueue(queue, AvailableRing, UsedRing, size);
        Register(0x70, 15);
    }

    /// <summary>The steps up to FEATURES_OK. The rings start anew with it.</summary>
    public void Negotiate()
    {
        Register(0x70, 0);
        Register(0x70, 1);
        Register(0x70, 3);
        Register(0x24, 1);
        Register(0x20, 1); // VIRTIO_F_VERSION_1 is bit 32
        Register(0x70, 11);
        guest.Store32(AvailableRing, 0);
        guest.Store32(UsedRing, 0);
        _available = 0;
    }

    /// <summary>VIRTIO 1.2, 4.2.3.2.</summary>
    public void SetUpQueue(ulong descriptors, ulong available, ulong used, uint length)
    {
        Register(0x30, number);
        Register(0x38, length);
        RegisterPair(0x80, descriptors);
        RegisterPair(0x90, available);
        RegisterPair(0xa0, used);
        Register(0x44, 1);
    }

    /// <summary>Reads or writes one sector and waits until that is done.</summary>
    /// <param name="failed">Jumped to when the status isn't good.</param>
    public void TransferSector(bool write, ulong sector, ulong buffer, Label failed) =>
        Request(write ? RequestOut : RequestIn, sector, buffer, length: 512, status: 0, failed);

    /// <summary>Makes a request of three descriptors and waits until it is done.</summary>
    /// <param name="status">What the device has to say to it (VIRTIO 1.2, 5.2.6).</param>
    /// <param name="failed">Jumped to when it says anything else.</param>
    public void Request(uint type, ulong sector, ulong buffer, uint length, byte status, Label failed)
    {
        Submit(type, sector, buffer, length);
        WaitUntilUsed();
        guest.Expect32(Status, 0xffffff00 | status, failed);
    }

    /// <summary>Makes the same request and doesn't wait.</summary>
    public void Submit(uint type, ulong sector, ulong buffer, uint length)
    {
        WriteHeader(type, sector);
        Descriptor(0, Header, 16, Next, next: 1);
        Descriptor(1, buffer, length, type == RequestOut ? Next : (ushort)(Next | DeviceWrites), next: 2);
        Descriptor(2, Status, 1, DeviceWrites, next: 0);
        Offer(head: 0);
        Notify();
    }

    /// <summary>VIRTIO 1.2, 5.2.6; and a status that no device gives.</summary>
    public void WriteHeader(uint type, ulong sector)
    {
        guest.Store32(Header, type);
        guest.Store32(Header + 4, 0);
        guest.Store64(Header + 8, sector);
        guest.Store32(Status, uint.MaxValue);
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
    public void Offer(ushort head)
    {
        Put(head);
        guest.Code.mfence();
        SetAvailableIndex(_available);
    }

    /// <summary>Puts a chain into the ring, unseen by the device.</summary>
    public void Put(ushort head) => guest.Store16(AvailableRing + 4 + (ulong)(_available++ % size) * 2, head);

    public void SetAvailableIndex(ushort index) => guest.Store16(AvailableRing + 2, index);

    public void Notify()
    {
        guest.Code.mfence();
        Register(0x50, number);
    }

    public void Register(ulong offset, uint value) => guest.Store32(window + offset, value);

    /// <summary>Waits for all that was offered (VIRTIO 1.2, 2.7.14), looking at memory only.</summary>
    public void WaitUntilUsed()
    {
        Label again = guest.Code.CreateLabel();
        guest.Code.mov(rbx, UsedRing + 2);
        guest.Code.Label(ref again);
        guest.Code.pause();
        guest.Code.movzx(eax, __word_ptr[rbx]);
        guest.Code.cmp(eax, (uint)_available);
        guest.Code.jne(again);
    }

    private void RegisterPair(ulong offset, ulong value)
    {
        Register(offset, (uint)value);
        Register(offset + 4, (uint)(value >> 32));
    }
}
