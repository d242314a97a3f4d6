using Airlock.EndToEnd.Tests.Guests;
using Airlock.Protocol;
using static Iced.Intel.AssemblerRegisters;

namespace Airlock.EndToEnd.Tests.Hostile;

/// <summary>What a guest says on COM1.</summary>
internal static class MessageGuests
{
    private const string Protocol = "broke the protocol";

    private static readonly byte[] s_lastWord = GuestAssembler.Frame(GuestAssembler.CompleteMessage(success: true));

    public static HostileGuest[] All { get; } =
    [
        Says("a part of a frame", 4, "in the middle of a message", s_lastWord[..^1]),
        Says("a part of a length", 4, "in the middle of a message", 10),
        Says("a frame that is longer than it says", 4, Protocol,
            [(byte)(s_lastWord[0] - 1), 0, .. s_lastWord[2..], .. s_lastWord]),
        Says("a frame that is shorter than it says", 4, "in the middle of a message",
            [0xff, 0xff, .. s_lastWord, .. s_lastWord]),
        Says("garbage", 4, Protocol, [4, 0, 0xff, 0xff, 0xff, 0xff, .. s_lastWord]),
        Says("a varint that has no end", 4, Protocol,
            [12, 0, 0x08, .. Enumerable.Repeat((byte)0x80, 11), .. s_lastWord]),
        Says("a text that is longer than its frame", 4, Protocol,
            [6, 0, 0x2a, 4, 0x0a, 0x7f, (byte)'a', (byte)'b', .. s_lastWord]),
        Says("a text that isn't UTF-8", 4, Protocol, [6, 0, 0x2a, 4, 0x0a, 2, 0xc0, 0xaf, .. s_lastWord]),
        Says("a field of a wrong type", 4, Protocol, [2, 0, 0x2d, 0, .. s_lastWord]),
        Says("a message after the last word", 4, "after its CompleteMessage", [.. s_lastWord, .. Progress(1, 2)]),
        Says("two last words", 4, "after its CompleteMessage", [.. s_lastWord, .. s_lastWord]),
        Says("that less is done than before", 4, "less is done", [.. Progress(5, 9), .. Progress(4, 9), .. s_lastWord]),
        Says("that more is done than there is", 4, "more is done", [.. Progress(10, 9), .. s_lastWord]),
        Says("that seventeen things are done at once", 4, "too many operations",
            [.. Enumerable.Range(0, 17).SelectMany(i => Progress(1, 2, $"operation {i}")), .. s_lastWord]),
        Says("a message of a type that nobody knows", 0, "", [3, 0, 0xba, 0x3e, 0, .. s_lastWord]),
        Says("a hundred empty messages", 0, "", [.. new byte[200], .. s_lastWord]),
        Says("a line where frames belong", 4, "in the middle of a message", "Copy complete: 50 sectors\n"u8.ToArray()),
        new("says a text of escapes as long as a frame can be", 0, "", guest =>
        {
            const int length = 65_527;
            guest.Send(0xff, 0xff, 0x2a, 0xfb, 0xff, 0x03, 0x0a, 0xf7, 0xff, 0x03); // ErrorMessage, operation
            guest.Code.mov(al, 0x1b);
            guest.Code.mov(edi, 0x20_0000);
            guest.Code.mov(ecx, length);
            guest.Code.rep.stosb();
            guest.Code.mov(esi, 0x20_0000);
            guest.Code.mov(ecx, length);
            guest.Code.rep.outsb();
            Say(guest, s_lastWord);
        }),
        new("speaks in frames where lines belong", 4, Protocol, guest => Say(guest, s_lastWord), "--messages", "text"),
        new("says a line that has no end", 4, Protocol, guest =>
        {
            guest.Send([.. Enumerable.Repeat((byte)'P', 5000)]);
            guest.Halt();
        }, "--messages", "text"),
    ];

    private static HostileGuest Says(string what, int exitCode, string words, params byte[] bytes) =>
        new($"says {what}", exitCode, words, guest => Say(guest, bytes));

    private static void Say(GuestAssembler guest, byte[] bytes)
    {
        guest.Send(bytes);
        guest.Halt();
    }

    private static byte[] Progress(ulong current, ulong total, string operation = "test") =>
        GuestAssembler.Frame(new GuestMessage
        {
            Level = Level.Progress,
            Progress = new ProgressMessage { Operation = operation, Current = current, Total = total },
        });
}
