using Airlock.EndToEnd.Tests.Guests;
using Airlock.EndToEnd.Tests.Harness;
using Airlock.Protocol;
using Airlock.Vmm.Images;
using Airlock.Vmm.Jobs;
using Airlock.Vmm.Results;

namespace Airlock.EndToEnd.Tests;

/// <summary>The library behind the program, used as its documentation shows.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class LibraryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LibraryTests()
    {
        TestMachine.SkipIfMissing();
        _folder.WriteInput(25_600);
        _folder.WriteOldOutput();
    }

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public Task Five_lines_copy_a_disk() => TestTime.Within(async () =>
    {
        var lines = new List<string>();
        DiskJob job = Job();
        await foreach (GuestMessage message in job.RunAsync())
        {
            lines.Add(MessageText.Format(message));
        }

        Assert.Equal(RunOutcome.Succeeded, job.Result!.Outcome);
        Assert.Equal(15, lines.Count);
        Assert.Equal(25_600, job.Result.Output.BytesWritten);
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
    });

    [SkippableFact]
    public Task A_token_cancels_the_stream_of_messages() => TestTime.Within(async () =>
    {
        using var cancellation = new CancellationTokenSource();
        DiskJob job = Job(TalkingForever());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (GuestMessage _ in job.RunAsync(cancellation.Token))
            {
                await cancellation.CancelAsync();
            }
        });
        _folder.ShouldHoldOldOutput();
    });

    [SkippableFact]
    public Task Leaving_the_loop_ends_the_guest() => TestTime.Within(async () =>
    {
        DiskJob job = Job(TalkingForever());
        await foreach (GuestMessage _ in job.RunAsync())
        {
            break;
        }

        Assert.Null(job.Result);
        _folder.ShouldHoldOldOutput();
    });

    [SkippableFact]
    public Task A_token_that_is_cancelled_already_starts_nothing() => TestTime.Within(
        () => Assert.Throws<OperationCanceledException>(() => Job().Run(cancellationToken: new CancellationToken(canceled: true))));

    [SkippableFact]
    public Task What_the_callers_own_code_throws_comes_back_to_it() => TestTime.Within(() =>
    {
        var exception = new InvalidTimeZoneException("the caller's");
        DiskJob job = Job(TalkingForever());
        Assert.Same(exception, Assert.Throws<InvalidTimeZoneException>(() => job.Run(_ => throw exception)));
        _folder.ShouldHoldOldOutput();
    });

    [SkippableFact]
    public Task A_fault_is_typed() => TestTime.Within(() =>
    {
        GuestImage image = GuestImage.Parse(
            TinyElf.Build(GuestAssembler.Assemble(guest => guest.Code.ud2()), "Sample__Main"), "sample");
        RunResult result = Job(image).Run();
        Assert.Equal(RunOutcome.ContractBroken, result.Outcome);
        Assert.Equal(new GuestFault(6, ErrorCode: null, 0x10000, FaultingAddress: null, "Sample.Main"), result.Fault);
    });

    [SkippableFact]
    public Task Two_hundred_runs_leave_no_descriptor_thread_or_memory_behind() => TestTime.Within(() =>
    {
        Action[] runs = [Succeed, Cancel, Throw, Fail];
        Array.ForEach([.. runs, .. runs, .. runs], run => run());
        ProcessCensus before = ProcessCensus.Take();
        for (int i = 0; i < 200; i++)
        {
            runs[i % runs.Length]();
        }

        // The runtime itself may have started a thread or two for its pool meanwhile; 200 runs would leave 600.
        ProcessCensus after = ProcessCensus.Take();
        Assert.InRange(after.Descriptors, 0, before.Descriptors + 2);
        Assert.InRange(after.Threads, 0, before.Threads + 4);
        Assert.InRange(after.AddressSpace, 0, before.AddressSpace + (256L << 20)); // 200 guests have 1,600 MiB
        Assert.InRange(after.Memory, 0, before.Memory + (32L << 20));
    });

    [SkippableFact]
    public Task Twenty_machines_run_at_once() => TestTime.Within(() =>
    {
        const int machines = 20;
        var outcomes = new RunOutcome?[machines];
        Thread[] threads = [.. Enumerable.Range(0, machines).Select(i => new Thread(() =>
            outcomes[i] = new DiskJob(_folder.Input, _folder[$"out{i}"], TestMachine.JobOptions).Run().Outcome))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(outcomes, outcome => Assert.Equal(RunOutcome.Succeeded, outcome));
        Assert.All(
            outcomes.Index(), machine => FileContent.ShouldBeEqual(_folder.Input, _folder[$"out{machine.Index}"]));
    });

    private DiskJob Job(GuestImage? guest = null) =>
        new(_folder.Input, _folder.Output, TestMachine.JobOptions with { Guest = guest });

    private void Succeed() => Assert.Equal(
        RunOutcome.Succeeded, Job().Run().Outcome);

    private void Fail() => Assert.Throws<AirlockException>(() => new DiskJob(_folder.Input, _folder["none/out"], TestMachine.JobOptions).Run());

    private void Throw() => Assert.Throws<InvalidTimeZoneException>(
        () => Job().Run(_ => throw new InvalidTimeZoneException()));

    private void Cancel()
    {
        using var cancellation = new CancellationTokenSource();
        DiskJob job = Job(TalkingForever());
        Assert.Throws<OperationCanceledException>(() => job.Run(_ => cancellation.Cancel(), cancellation.Token));
    }

    private static GuestImage TalkingForever() => GuestImage.Parse(
        GuestAssembler.Assemble(guest =>
        {
            Iced.Intel.Label again = guest.Code.CreateLabel();
            guest.Code.Label(ref again);
            guest.Send(GuestAssembler.ProgressMessage(1, 2));
            guest.Code.jmp(again);
        }),
        "talking");
}
