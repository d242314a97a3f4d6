using Airlock.EndToEnd.Tests.Guests;

namespace Airlock.EndToEnd.Tests.Hostile;

/// <summary>The ring of messages and the console, misused.</summary>
internal static class TransportGuests
{
    private const ulong Queue = 0x12_0000;
    private const ulong Buffer = 0x20_0000;
    private const string Console = "console";
    private const string Ring = "ring of messages";

    private static readonly string[] s_console = ["--transport", Console];

    public static HostileGuest[] All { get; } =
    [
        new("puts more into the ring than fits", 4, Ring, guest => MovesHead(guest, 0x1_0001)),
        new("takes back what it put into the ring", 4, Ring, guest =>
        {
            guest.Store32(MessageRingCode.Enable, 1);
            guest.Store32(MessageRingCode.Head, 4); // two empty messages
            guest.Load32(MessageRingCode.Room);
            WaitUntilTaken(guest, 4);
            guest.Store32(MessageRingCode.Head, 2);
            guest.Store32(MessageRingCode.Doorbell, 1);
            guest.Complete();
            guest.Forever(_ => { });
        }),
        new("puts garbage into the ring", 4, "protocol", guest =>
        {
            guest.Store32(MessageRingCode.Data, 0xff00_0001);
            MovesHead(guest, 4);
        }),
        new("writes over the host's end of the ring", 0, "", guest =>
        {
            guest.Store32(MessageRingCode.Enable, 1);
            guest.Store32(MessageRingCode.Tail, 0xdead_beef);
            guest.Store32(MessageRingCode.WakeAfter, 0xdead_beef);
            guest.Store32(MessageRingCode.Head, 2);
            guest.Store32(MessageRingCode.Doorbell, 1);
            guest.Complete();
            guest.Halt();
        }),
        new("rings for a ring that isn't used", 0, "", guest =>
        {
            guest.Store32(MessageRingCode.Head, 0x7fff_ffff);
            guest.Store32(MessageRingCode.Doorbell, 1);
            guest.Load32(MessageRingCode.Room);
            guest.Complete();
            guest.Halt();
        }),
        new("speaks on after the last word, elsewhere", 4, "after its CompleteMessage", guest =>
        {
            guest.Complete();
            MovesHead(guest, 2);
        }),
        Sends("a chain that loops", driver => driver.Descriptor(0, Buffer, 16, VirtioCode.Next, 0)),
        Sends("a chain that is too long", driver => driver.Descriptor(0, Buffer, 0x1_0001, 0, 0)),
        Sends("a chain outside RAM", driver => driver.Descriptor(0, 0x7f_ffff, 2, 0, 0)),
        Sends("what the VMM hides", driver => driver.Descriptor(0, 0x2000, 16, 0, 0)),
        new("sends the console what can't be read", 0, "", guest => guest.CompleteUnless(_ =>
        {
            VirtioCode driver = Transmit(guest);
            driver.Initialize();
            driver.Descriptor(0, Buffer, 16, VirtioCode.DeviceWrites, 0);
            driver.Offer(0);
            driver.Notify();
            driver.WaitUntilUsed();
        }), s_console),
        new("offers the console buffers to write to", 0, "", guest => guest.CompleteUnless(_ =>
        {
            var receive = new VirtioCode(guest, VirtioCode.ConsoleWindow, Queue, number: 0);
            receive.Initialize();
            receive.Descriptor(0, Buffer, uint.MaxValue, VirtioCode.DeviceWrites, 0);
            receive.Offer(0);
            receive.Notify();
        }), s_console),
    ];

    private static HostileGuest Sends(string what, Action<VirtioCode> write) =>
        new($"sends the console {what}", 4, Console, guest =>
        {
            VirtioCode driver = Transmit(guest);
            driver.Initialize();
            write(driver);
            driver.Offer(0);
            driver.Notify();
            guest.Forever(_ => { });
        }, s_console);

    private static VirtioCode Transmit(GuestAssembler guest) => new(guest, VirtioCode.ConsoleWindow, Queue, number: 1);

    private static void MovesHead(GuestAssembler guest, uint head)
    {
        guest.Store32(MessageRingCode.Enable, 1);
        guest.Store32(MessageRingCode.Head, head);
        guest.Store32(MessageRingCode.Doorbell, 1);
        guest.Complete();
        guest.Halt();
    }

    private static void WaitUntilTaken(GuestAssembler guest, uint tail)
    {
        guest.Store32(MessageRingCode.Doorbell, 1);
        Iced.Intel.Label wait = guest.Code.CreateLabel();
        guest.Code.Label(ref wait);
        guest.Code.pause();
        guest.Expect32(MessageRingCode.Tail, tail, wait);
    }
}
