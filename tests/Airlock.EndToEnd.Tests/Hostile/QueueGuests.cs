using Airlock.EndToEnd.Tests.Guests;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Airlock.EndToEnd.Tests.Hostile;

/// <summary>
/// Rings and descriptors (VIRTIO 1.2, 2.7). A guest that breaks its queue is ended, whatever it says afterwards; one
/// that changes a queue in use changes nothing.
/// </summary>
internal static class QueueGuests
{
    private const ulong Queue = 0x10_0000;
    private const ulong Available = Queue + 0x1000;
    private const ulong Used = Queue + 0x1400;
    private const ulong Buffer = 0x20_0000;
    private const ulong Wraps = 0xffff_ffff_ffff_fff0;

    public static HostileGuest[] All { get; } =
    [
        // Where the parts of a queue lie.
        Places("its descriptors in the VMM's page tables", 0x2000, Available, Used),
        Places("its available ring in the VMM's page tables", Queue, 0x2000, Used),
        Places("its used ring in the VMM's page tables", Queue, Available, 0x2000),
        Places("its descriptors behind RAM", 0x80_0000, Available, Used),
        Places("its descriptors across the end of RAM", 0x7f_fff0, Available, Used),
        Places("its descriptors where their end wraps", Wraps, Available, Used),
        Places("its used ring where its end wraps", Queue, Available, Wraps + 0xc),
        Places("its available ring into a window", Queue, VirtioCode.OutputWindow, Used),
        Places("its used ring over the available one", Queue, Available, Available),
        Places("its available ring over the descriptors", Queue, Queue + 0x40, Used),
        Places("its descriptors off by 8", Queue + 8, Available, Used),
        Places("its available ring off by 1", Queue, Available + 1, Used),
        Places("its used ring off by 2", Queue, Available, Used + 2),
        Places("no descriptor into its queue", Queue, Available, Used, size: 0),
        Places("3 descriptors into its queue", Queue, Available, Used, size: 3),
        Places("512 descriptors into its queue", Queue, Available, Used, size: 512),
        Places("2^31 descriptors into its queue", Queue, Available, Used, size: 1u << 31),

        // Rings.
        Breaks("lets the available index jump", driver => driver.SetAvailableIndex(VirtioCode.QueueSize + 1)),
        Breaks("lets the available index fall", driver => driver.SetAvailableIndex(ushort.MaxValue)),
        Breaks("offers a head outside the table", driver => driver.Offer(VirtioCode.QueueSize)),
        Breaks("offers the largest head", driver => driver.Offer(ushort.MaxValue)),
        Breaks("offers a head twice before it is used", driver =>
        {
            // The device is told of both at once, so that the first can't be done when it comes to the second.
            driver.WriteHeader(VirtioCode.RequestIn, 0);
            driver.Descriptor(0, driver.Header, 16, VirtioCode.Next, next: 1);
            driver.Descriptor(1, driver.Status, 1, VirtioCode.DeviceWrites, next: 0);
            driver.Offer(0);
            driver.Offer(0);
        }),

        // Chains.
        Chain("leads back to itself", (Buffer, 16, VirtioCode.Next, 0)),
        Chain("loops over two", (Buffer, 16, VirtioCode.Next, 1), (Buffer, 16, VirtioCode.Next, 0)),
        Chain("leaves the table", (Buffer, 16, VirtioCode.Next, VirtioCode.QueueSize)),
        Chain("leaves the table far away", (Buffer, 16, VirtioCode.Next, ushort.MaxValue)),
        Chain("has four gigabytes", (Buffer, uint.MaxValue, 0, 0)),
        Chain("is indirect", (Buffer, 16, VirtioCode.Indirect, 0)),
        Chain("is indirect and leads on", (Buffer, 16, VirtioCode.Indirect | VirtioCode.Next, 1), (Buffer, 16, 0, 0)),
        Chain("has a readable part behind a writable one",
            (Buffer, 16, VirtioCode.Next | VirtioCode.DeviceWrites, 1), (Buffer, 16, 0, 0)),
        Chain("has a header at 2^64 - 8", (Wraps + 8, 16, 0, 0)),
        ReadsInto("guest-physical 0", 0),
        ReadsInto("the VMM's descriptor tables", 0x1000),
        ReadsInto("the VMM's page tables", 0x2000),
        ReadsInto("the VMM's exception stack", 0xe000),
        ReadsInto("the border of what is the VMM's", 0xfff0),
        ReadsInto("the end of RAM", 0x7f_fff0),
        ReadsInto("a window", VirtioCode.InputWindow),
        ReadsInto("a place whose end wraps", Wraps),

        // A queue in use, and devices that aren't.
        new("moves a queue in use", 0, "", guest => GoesOn(guest, driver =>
        {
            driver.SetUpQueue(0x11_0000, 0x11_0400, 0x11_0800, VirtioCode.QueueSize);
            driver.Register(0x38, 2);
        })),
        new("selects queues that don't exist", 0, "", guest => GoesOn(guest, driver =>
        {
            foreach (uint queue in (ReadOnlySpan<uint>)[1, 2, 0xffff, 0x8000_0000, uint.MaxValue])
            {
                driver.Register(0x30, queue);
                driver.Register(0x38, 8);
                driver.Register(0x44, 1);
                driver.Register(0x44, 0);
            }
        })),
        new("notifies of queues that don't exist", 0, "", guest => GoesOn(guest, driver =>
        {
            foreach (uint queue in (ReadOnlySpan<uint>)[1, 2, 0xffff, 0x8000_0000, uint.MaxValue])
            {
                driver.Register(0x50, queue);
            }
        })),
        new("notifies before there is a queue", 0, "", guest => guest.CompleteUnless(failed =>
        {
            VirtioCode driver = Input(guest);
            driver.Register(0x50, 0);
            driver.Negotiate();
            driver.Register(0x50, 0);
            driver.Initialize();
            driver.TransferSector(write: false, 0, Buffer, failed);
        })),
        new("skips steps of the initialization", 0, "", guest => guest.CompleteUnless(failed =>
        {
            VirtioCode driver = Input(guest);
            driver.Register(0x70, 0);
            driver.Register(0x70, 15);
            guest.Expect32(VirtioCode.InputWindow + 0x70, 0, failed);
            driver.SetUpQueue(Queue, Available, Used, VirtioCode.QueueSize);
            guest.Expect32(VirtioCode.InputWindow + 0x44, 0, failed);
            driver.Initialize();
            driver.TransferSector(write: false, 0, Buffer, failed);
        })),
        new("accepts features that weren't offered", 0, "", guest => guest.CompleteUnless(failed =>
        {
            VirtioCode driver = Input(guest);
            driver.Register(0x70, 0);
            driver.Register(0x70, 3);
            driver.Register(0x24, 0);
            driver.Register(0x20, uint.MaxValue);
            driver.Register(0x24, 1);
            driver.Register(0x20, uint.MaxValue);
            driver.Register(0x70, 11);
            guest.Expect32(VirtioCode.InputWindow + 0x70, 3, failed);
        })),
        new("resets a device a thousand times with requests under way", 0, "", guest => guest.CompleteUnless(failed =>
        {
            VirtioCode driver = Input(guest);
            Label again = guest.Code.CreateLabel();
            guest.Code.mov(r12d, 1000);
            guest.Code.Label(ref again);
            driver.Initialize();
            driver.Submit(VirtioCode.RequestIn, 0, Buffer, 1024);
            guest.Code.dec(r12d);
            guest.Code.jnz(again);
            driver.Initialize();
            driver.TransferSector(write: false, 0, Buffer, failed);
        })),
        new("resets a device that it broke", 4, "input device", guest =>
        {
            VirtioCode driver = Input(guest);
            driver.Initialize();
            driver.SetAvailableIndex(100);
            driver.Notify();
            Label wait = guest.Code.CreateLabel();
            guest.Code.Label(ref wait);
            guest.Expect32(VirtioCode.InputWindow + 0x70, 15 | 64, wait); // DEVICE_NEEDS_RESET
            driver.Initialize();
            WaitForTheEnd(guest);
        }),
    ];

    private static HostileGuest Places(
        string what, ulong descriptors, ulong available, ulong used, uint size = VirtioCode.QueueSize) =>
        new($"places {what}", 4, "input device", guest =>
        {
            VirtioCode driver = Input(guest);
            driver.Negotiate();
            driver.SetUpQueue(descriptors, available, used, size);
            driver.Register(0x70, 15);
            WaitForTheEnd(guest);
        });

    /// <summary>Something that breaks a queue which runs.</summary>
    private static HostileGuest Breaks(string deed, Action<VirtioCode> write) => new(deed, 4, "input device", guest =>
    {
        VirtioCode driver = Input(guest);
        driver.Initialize();
        write(driver);
        driver.Notify();
        WaitForTheEnd(guest);
    });

    private static HostileGuest Chain(
        string what, params (ulong Address, uint Length, int Flags, ushort Next)[] descriptors) =>
        Breaks($"offers a chain that {what}", driver =>
        {
            foreach ((int index, (ulong address, uint length, int flags, ushort next)) in descriptors.Index())
            {
                driver.Descriptor(index, address, length, (ushort)flags, next);
            }

            driver.Offer(0);
        });

    private static HostileGuest ReadsInto(string what, ulong address) =>
        Breaks($"has a sector read into {what}", driver => driver.Submit(VirtioCode.RequestIn, 0, address, 512));

    /// <summary>Something that must make no difference to the queue in use.</summary>
    private static void GoesOn(GuestAssembler guest, Action<VirtioCode> write) => guest.CompleteUnless(failed =>
    {
        VirtioCode driver = Input(guest);
        driver.Initialize();
        driver.TransferSector(write: false, 0, Buffer, failed);
        write(driver);
        driver.TransferSector(write: false, 1, Buffer, failed);
    });

    private static VirtioCode Input(GuestAssembler guest) => new(guest, VirtioCode.InputWindow, Queue);

    /// <summary>A last word that must not be heard: what came before it has ended the run, or does so now.</summary>
    private static void WaitForTheEnd(GuestAssembler guest)
    {
        Label wait = guest.Code.CreateLabel();
        guest.Code.Label(ref wait);
        guest.Expect32(VirtioCode.InputWindow + 0x60, 0x7fff_ffff, wait);
        guest.Complete();
        guest.Halt();
    }
}
