using Airlock.EndToEnd.Tests.Guests;
using static Iced.Intel.AssemblerRegisters;

namespace Airlock.EndToEnd.Tests.Hostile;

/// <summary>A guest that never ends by itself.</summary>
/// <param name="Deed">What it does without end, as the end of "a guest that ...".</param>
/// <param name="Stalls">Whether nothing it does is a sign of life.</param>
/// <param name="Write">Its instructions.</param>
/// <param name="Options">Of <c>airlock run</c>.</param>
internal sealed record EndlessGuest(string Deed, bool Stalls, Action<GuestAssembler> Write, params string[] Options)
{
    private const ulong Queue = 0x10_0000;
    private const ulong Buffer = 0x20_0000;
    private const ulong Register = VirtioCode.InputWindow;
    private const ulong InterruptStatus = VirtioCode.InputWindow + 0x60;

    private static readonly byte[] s_progress = GuestAssembler.Frame(GuestAssembler.ProgressMessage(1, 2));

    public static IReadOnlyDictionary<string, EndlessGuest> All { get; } = new EndlessGuest[]
    {
        // The processor.
        new("loops without traps", true, guest => guest.Forever(_ => { })),
        new("loops without traps in ring 0", true, guest => guest.Forever(_ => { }), "--ring", "0"),
        new("loops in ring 0 with interrupts off", true, guest => guest.Forever(code => code.cli()), "--ring", "0"),
        new("moves RAM as a string", true, guest => guest.Forever(code =>
        {
            code.mov(esi, (uint)Buffer);
            code.lea(rdi, __[rsi + 1]);
            code.mov(ecx, 0x5f_0000);
            code.rep.movsb();
        })),

        // Ports.
        new("writes to a port where nothing is", true, guest => guest.Forever(code => code.@out(0x80, al))),
        new("reads strings from a port where nothing is", true, guest => guest.Forever(code =>
        {
            code.mov(edi, (uint)Buffer);
            code.mov(ecx, 0x60_0000 / 4);
            code.mov(edx, 0x1234);
            code.rep.insd();
        })),
        new("writes lines of debug text", true, guest => guest.Forever(code =>
        {
            code.mov(edx, 0x2f8);
            code.mov(al, (sbyte)'x');
            code.@out(dx, al);
            code.mov(al, (sbyte)'\n');
            code.@out(dx, al);
        }), "--verbose"),

        // Windows.
        new("reads and writes registers", true, guest => guest.Forever(code =>
        {
            code.mov(rbx, Register);
            code.mov(eax, __dword_ptr[rbx]);
            code.mov(__dword_ptr[rbx + 0x14], eax);
        })),
        new("asks for completions where nothing is under way", true, guest =>
            guest.Forever(_ => guest.Load32(InterruptStatus))),
        new("asks for the completion of a request that it didn't notify of", true, guest =>
        {
            VirtioCode driver = Input(guest);
            driver.Initialize();
            driver.Offer(0);
            guest.Forever(_ => guest.Load32(InterruptStatus));
        }),
        new("resets a device", true, guest => guest.Forever(_ => guest.Store32(Register + 0x70, 0))),
        new("kicks an empty queue", true, guest =>
        {
            VirtioCode driver = Input(guest);
            driver.Initialize();
            guest.Forever(_ => driver.Notify());
        }),
        new("kicks a device without a queue", true, guest => guest.Forever(_ => guest.Store32(Register + 0x50, 0))),

        // Requests.
        new("reads the same sector", false, guest => guest.Forever(_ =>
        {
            VirtioCode driver = Input(guest);
            driver.Initialize();
            driver.Submit(VirtioCode.RequestIn, 0, Buffer, 512);
            driver.WaitUntilUsed();
        })),
        new("resets a device with a request under way", false, guest => guest.Forever(_ =>
        {
            VirtioCode driver = Input(guest);
            driver.Initialize();
            driver.Submit(VirtioCode.RequestIn, 0, Buffer, 1024);
        })),

        // Messages.
        new("reports progress on COM1", false, guest => guest.Forever(_ => guest.Send(s_progress))),
        new("sends empty messages on COM1", false, guest => guest.Forever(_ => guest.Send(0, 0))),
        new("leaves a message on COM1 unfinished", true, guest =>
        {
            guest.Send(s_progress[..3]);
            guest.Forever(_ => { });
        }),
        new("leaves a message in the ring unfinished", true, guest =>
        {
            guest.Store32(MessageRingCode.Enable, 1);
            guest.Store32(MessageRingCode.Data, 0xffff);
            guest.Store32(MessageRingCode.Head, 0x1_0000);
            guest.Forever(_ => guest.Load32(MessageRingCode.Room));
        }),
        new("rings the bell of an empty ring", true, guest =>
        {
            guest.Store32(MessageRingCode.Enable, 1);
            guest.Forever(_ => guest.Store32(MessageRingCode.Doorbell, 1));
        }),
        new("fills the ring with empty messages", false, guest =>
        {
            guest.Store32(MessageRingCode.Enable, 1);
            guest.Forever(code =>
            {
                code.mov(rbx, MessageRingCode.Tail);
                code.mov(eax, __dword_ptr[rbx]);
                code.add(eax, 0x1_0000);
                code.mov(rbx, MessageRingCode.Head);
                code.mov(__dword_ptr[rbx], eax);
                guest.Load32(MessageRingCode.Room);
            });
        }),
        new("sends the console chains without bytes", true, guest => SendToConsole(guest, 0), "--transport", "console"),
        new("sends the console empty messages", false, guest => SendToConsole(guest, 0x1000), "--transport", "console"),
    }.ToDictionary(guest => guest.Deed, StringComparer.Ordinal);

    /// <summary>The same chain again and again, always one more than the device has taken.</summary>
    private static void SendToConsole(GuestAssembler guest, uint length)
    {
        var driver = new VirtioCode(guest, VirtioCode.ConsoleWindow, Queue, number: 1);
        driver.Initialize();
        driver.Descriptor(0, Buffer, length, 0, 0);
        guest.Forever(code =>
        {
            code.mov(rbx, driver.UsedRing + 2);
            code.mov(ax, __word_ptr[rbx]);
            code.inc(eax);
            code.mov(rbx, driver.AvailableRing + 2);
            code.mov(__word_ptr[rbx], ax);
            driver.Notify();
        });
    }

    private static VirtioCode Input(GuestAssembler guest) => new(guest, VirtioCode.InputWindow, Queue);
}
