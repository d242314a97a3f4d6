using Airlock.Protocol;
using Airlock.Vmm.Jobs;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Messages;
using Airlock.Vmm.Results;
using Airlock.Vmm.Tests.Messages;

namespace Airlock.Vmm.Tests.Jobs;

/// <summary>What a run came to, by what ended it, what its guest had said, and what its devices saw.</summary>
public sealed class VerdictTests
{
    private const string Failure = "The data can't be copied: the read at byte 0 failed.";

    private readonly MessageReader _messages = new(MessageMode.Protobuf);

    [Fact]
    public void After_HLT_the_stop_says_nothing()
    {
        var stop = new StopSignal();
        stop.Stop(StopCause.Halted);
        Assert.Null(Verdict.OfStop(stop));
    }

    [Theory]
    [InlineData(StopCause.StoreFailed, RunOutcome.Failed)]
    [InlineData(StopCause.Stalled, RunOutcome.Stalled)]
    [InlineData(StopCause.ContractBroken, RunOutcome.ContractBroken)]
    [InlineData(StopCause.WorkerLost, RunOutcome.ContractBroken)]
    internal void Whatever_else_has_stopped_the_run_is_its_outcome(StopCause cause, RunOutcome outcome)
    {
        var stop = new StopSignal();
        stop.Stop(cause, "The reason.");
        Assert.Equal(new Verdict(outcome, "The reason."), Verdict.OfStop(stop));
    }

    [Fact]
    public void A_success_that_nobody_doubts_is_one()
    {
        Say(GuestMessages.Frame(GuestMessages.Complete()));
        Assert.Equal(new Verdict(RunOutcome.Succeeded, null), OfHalt());
    }

    [Fact]
    public void A_success_that_the_devices_do_not_bear_out_breaks_the_contract()
    {
        Say(GuestMessages.Frame(GuestMessages.Complete()));
        AssertBroken("It's a lie.", OfHalt(doubt: "It's a lie."));
    }

    [Fact]
    public void Without_a_last_word_nobody_knows_what_was_done()
    {
        Say(GuestMessages.Frame(GuestMessages.Progress(1)));
        AssertBroken("The guest halted without a CompleteMessage, so nobody knows what it did.", OfHalt());
    }

    [Fact]
    public void A_last_word_that_breaks_off_is_none()
    {
        Say(GuestMessages.Frame(GuestMessages.Complete())[..^1]);
        AssertBroken(
            "The guest halted in the middle of a message without a CompleteMessage, so nobody knows what it did.",
            OfHalt());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_frame_begun_after_the_last_word_breaks_the_contract(bool success)
    {
        Say([.. GuestMessages.Frame(GuestMessages.Complete(success)), 5]);
        AssertBroken("The guest began another message after its CompleteMessage.", OfHalt());
    }

    [Fact]
    public void One_begun_on_another_way_does_so_as_well()
    {
        Say(GuestMessages.Frame(GuestMessages.Complete()));
        Say([5], MessageWay.Device);
        AssertBroken("The guest began another message after its CompleteMessage.", OfHalt());
    }

    [Fact]
    public void Messages_that_broke_the_protocol_outweigh_the_last_word()
    {
        Say([.. GuestMessages.Frame(GuestMessages.Complete()), .. GuestMessages.Frame(GuestMessages.Complete())]);
        AssertBroken("The guest broke the order of messages: it went on after its CompleteMessage.", OfHalt(Failure));
    }

    [Fact]
    public void So_does_a_way_that_was_broken()
    {
        Say(GuestMessages.Frame(GuestMessages.Complete()));
        _messages.Break("The guest broke the ring.");
        AssertBroken("The guest broke the ring.", OfHalt());
    }

    [Fact]
    public void A_failure_that_the_guest_reports_is_a_failure()
    {
        Say(GuestMessages.Frame(GuestMessages.Complete(success: false)));
        Assert.Equal(
            new Verdict(RunOutcome.Failed, "The guest reported failure; its messages say why."),
            OfHalt(doubt: "It lies."));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_failure_of_a_file_is_the_reason_whatever_the_guest_makes_of_it(bool success)
    {
        Say(GuestMessages.Frame(GuestMessages.Complete(success)));
        Assert.Equal(new Verdict(RunOutcome.Failed, Failure), OfHalt(Failure));
    }

    [Fact]
    public void A_refused_image_is_no_failure_of_anybody()
    {
        var refusal = new Refusal { Reason = RefusalClass.RefusalExternal, Format = "qcow2", Text = "backing file" };
        Say(GuestMessages.Frame(new GuestMessage { Refusal = refusal }));
        Say(GuestMessages.Frame(GuestMessages.Complete(success: false)));
        Assert.Equal(
            new Verdict(RunOutcome.Refused, "The image is refused (EXTERNAL): qcow2: backing file."), OfHalt());
    }

    private static void AssertBroken(string reason, Verdict verdict) =>
        Assert.Equal(new Verdict(RunOutcome.ContractBroken, reason), verdict);

    private void Say(byte[] bytes, MessageWay way = MessageWay.Serial) => _messages.Accept(way, bytes);

    private Verdict OfHalt(string? failure = null, string? doubt = null) =>
        Verdict.OfHalt(new Doubting(doubt), _messages, new MachineReport(), failure);

    private sealed class Doubting(string? doubt) : JobOperation
    {
        public override string Failure => "It can't be done";

        public override string? Doubt(MessageOrder said, MachineReport report) => doubt;
    }
}
