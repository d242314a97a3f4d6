using Airlock.EndToEnd.Tests.Guests;
using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>The way that messages take changes nothing about them, and no guest has to know of it.</summary>
public sealed class TransportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Transports => ["shared", "console", "serial", "serial-plain"];

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Transports))]
    public void The_sample_of_the_contract_is_the_same_on_each(string transport)
    {
        string[] copy = ["copy", _folder.WriteInput(25_600), _folder.Output];
        string expected = AirlockProgram.Run(copy).ShouldSucceed().Output;
        Assert.Equal(15, expected.Count(character => character == '\n'));
        Assert.Equal(expected, AirlockProgram.Run([.. copy, "--transport", transport]).ShouldSucceed().Output);
    }

    [SkippableTheory]
    [InlineData("shared", "protobuf")]
    [InlineData("shared", "text")]
    [InlineData("console", "protobuf")]
    [InlineData("console", "text")]
    [InlineData("serial", "protobuf")]
    public void Many_messages_come_all_and_in_order(string transport, string messages)
    {
        const int sectors = 20_000;
        string[] lines = AirlockProgram.Run(
            "copy", "--transport", transport, "--messages", messages, "--progress-step", "1",
            _folder.WriteInput(sectors * 512), _folder.Output).ShouldSucceed().OutputLines;
        string[] marks = [.. lines.Where(line => line.Contains('/', StringComparison.Ordinal))];
        Assert.Equal(sectors, marks.Length);
        Assert.All(
            marks.Index(),
            mark => Assert.Contains($" {mark.Index + 1}/{sectors}", mark.Item, StringComparison.Ordinal));
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
    }

    [SkippableTheory]
    [MemberData(nameof(Transports))]
    public void A_guest_that_knows_only_COM1_is_heard_with_each(string transport)
    {
        using var run = new GuestRun();
        ProgramResult result = run.Run(
            guest =>
            {
                // Its own data, where the ring would be.
                guest.Store32(MessageRingCode.Head, 0xdead_beef);
                guest.Store32(MessageRingCode.WakeAfter, 0xdead_beef);
                guest.Send(GuestAssembler.ProgressMessage(1, 2));
                guest.Complete();
                guest.Halt();
            },
            "--transport", transport);
        Assert.Equal(2, result.ShouldSucceed().OutputLines.Length);
    }

    [SkippableFact]
    public void A_guest_that_waits_for_room_that_is_there_goes_on()
    {
        using var run = new GuestRun();
        run.Run(guest =>
        {
            guest.Load32(MessageRingCode.Room);
            guest.Complete();
            guest.Halt();
        }).ShouldSucceed();
    }

    [SkippableFact]
    public void A_panic_comes_after_what_was_said_before()
    {
        // The copy guest panics by COM1, whatever its transport: here, a guest that does the same.
        using var run = new GuestRun();
        byte[] progress = GuestAssembler.Frame(GuestAssembler.ProgressMessage(1, 2));
        ProgramResult result = run.Run(guest =>
        {
            guest.Store32(MessageRingCode.Enable, 1);
            for (int i = 0; i < progress.Length; i++)
            {
                guest.Store8(MessageRingCode.Data + (ulong)i, progress[i]);
            }

            guest.Store32(MessageRingCode.Head, (uint)progress.Length);
            guest.Complete(success: false);
            guest.Halt();
        });
        result.ShouldFail(1, "reported failure");
        Assert.Equal(2, result.OutputLines.Length);
        Assert.StartsWith("[PROGRESS]", result.OutputLines[0], StringComparison.Ordinal);
        Assert.StartsWith("[COMPLETE]", result.OutputLines[1], StringComparison.Ordinal);
    }
}
