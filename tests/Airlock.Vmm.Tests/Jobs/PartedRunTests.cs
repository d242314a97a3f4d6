using Airlock.Protocol;
using Airlock.Virtio.Block;
using Airlock.Vmm.Jobs;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Jobs;

public class PartedRunTests
{
    private const ulong Sectors = 100;
    private const int Parts = 5;

    private readonly List<GuestMessage> _heard = [];

    [Fact]
    public void What_the_parts_came_to_is_summed_and_said_as_by_one_machine()
    {
        RunResult result = Run(machines: 2, (part, say, _) =>
        {
            say([Capacity, Progress(1), Progress(Sectors), Word(count: 3)]);
            return Result(RunOutcome.Succeeded, count: 3);
        })!;

        Assert.Equal(RunOutcome.Succeeded, result.Outcome);
        Assert.Equal(3ul * Parts, result.Complete!.Count);
        Assert.Equal((5 * Parts, 7 * Parts), (result.Messages, result.Output.BytesWritten));
        Assert.Single(_heard, message => message.PayloadCase == GuestMessage.PayloadOneofCase.Capacity);
        GuestMessage last = Assert.Single(_heard, message => message.PayloadCase == GuestMessage.PayloadOneofCase.Complete);
        Assert.Same(last, _heard[^1]);
        var order = new MessageOrder();
        Assert.All(_heard, message => Assert.Equal(OrderViolation.None, order.Accept(message)));
        ProgressMessage[] progress = [.. _heard.Select(message => message.Progress).OfType<ProgressMessage>()];
        Assert.Equal((Parts * Sectors, Parts * Sectors, 100u), (progress[^1].Current, progress[^1].Total, progress[^1].Percent));
    }

    [Fact]
    public void As_many_run_at_the_same_time_as_were_asked_for()
    {
        using var all = new Barrier(3);
        RunResult result = Run(machines: 3, parts: 6, (_, _, _) =>
        {
            Assert.True(all.SignalAndWait(TimeSpan.FromMinutes(1), CancellationToken.None), "The others didn't come.");
            return Result(RunOutcome.Succeeded, count: 1);
        })!;
        Assert.Equal(RunOutcome.Succeeded, result.Outcome);
    }

    [Fact]
    public void The_first_failure_ends_the_others_and_is_what_it_came_to()
    {
        using var isWaiting = new ManualResetEventSlim();
        RunResult result = Run(machines: 2, (part, _, cancellation) =>
        {
            if (part == 0)
            {
                isWaiting.Set();
                cancellation.WaitHandle.WaitOne();
                throw new OperationCanceledException(cancellation);
            }

            isWaiting.Wait(TimeSpan.FromMinutes(1), CancellationToken.None);
            return Result(RunOutcome.Refused, count: 0) with { Refusal = new Refusal { Field = "l1_entry" } };
        })!;

        Assert.Equal((RunOutcome.Refused, "l1_entry"), (result.Outcome, result.Refusal!.Field));
        Assert.Single(_heard, message => message.PayloadCase == GuestMessage.PayloadOneofCase.Refusal);
    }

    [Fact]
    public void An_exception_reaches_the_caller_when_all_have_ended() =>
        Assert.Throws<InvalidOperationException>(() => Run(machines: 2, (_, _, _) => throw new InvalidOperationException()));

    [Fact]
    public void One_of_the_caller_does_too()
    {
        using PartedRun run = RunOf(Parts, (_, say, _) =>
        {
            say([Progress(1)]);
            return Result(RunOutcome.Succeeded, count: 1);
        });
        Assert.Throws<NotSupportedException>(() => run.Run(2, _ => throw new NotSupportedException(), CancellationToken.None));
    }

    [Fact]
    public void A_cancelled_run_comes_to_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        using PartedRun run = RunOf(Parts, (_, _, stop) =>
        {
            cancellation.Cancel();
            throw new OperationCanceledException(stop);
        });
        Assert.Null(run.Run(2, null, cancellation.Token));
    }

    [Fact]
    public void A_machine_cannot_say_more_than_its_part_nor_take_back_what_it_said()
    {
        RunResult result = Run(machines: 1, (_, say, _) =>
        {
            say([Progress(ulong.MaxValue), Progress(1)]);
            return Result(RunOutcome.Succeeded, count: 1);
        })!;
        Assert.Equal(RunOutcome.Succeeded, result.Outcome);
        ulong[] currents = [.. _heard.Where(message => message.Progress is not null).Select(message => message.Progress.Current)];
        Assert.Equal(currents.Order(), currents);
        Assert.Equal(Parts * Sectors, currents[^1]);
    }

    private static GuestMessage Capacity => new() { Capacity = new CapacityMessage { Device = "input" } };

    private static GuestMessage Progress(ulong current) =>
        new() { Progress = new ProgressMessage { Operation = "convert", Current = current, Total = Sectors } };

    private static GuestMessage Word(ulong count) => new() { Complete = new CompleteMessage { Count = count, Success = true } };

    private static RunResult Result(RunOutcome outcome, ulong count) => new()
    {
        Outcome = outcome,
        Reason = null,
        Machine = MachineKind.Process,
        Complete = new CompleteMessage { Operation = "convert", Count = count, Success = outcome == RunOutcome.Succeeded },
        Fault = null,
        Messages = 5,
        MessageBytes = 0,
        MessageSignals = 0,
        Exits = new ExitCounters(),
        Input = default,
        Output = new BlockDeviceMetrics { BytesWritten = 7 },
        TimeToFirstMessage = null,
        WallTime = default,
    };

    private delegate RunResult Part(int part, Action<IReadOnlyList<GuestMessage>> say, CancellationToken cancellation);

    private static PartedRun RunOf(int parts, Part run)
    {
        ConvertOperation[] operations =
        [
            .. Enumerable.Range(0, parts).Select(part => new ConvertOperation(
                new ImageOptions(),
                new InfoResultMessage(),
                new DiskPart((ulong)part * Sectors * 512, (ulong)(part + 1) * Sectors * 512))),
        ];
        return new PartedRun(operations, (part, say, cancellation) => run(Array.IndexOf(operations, part), say, cancellation));
    }

    private RunResult? Run(int machines, Part run) => Run(machines, Parts, run);

    private RunResult? Run(int machines, int parts, Part run)
    {
        using PartedRun parted = RunOf(parts, run);
        return parted.Run(machines, _heard.AddRange, CancellationToken.None);
    }
}
