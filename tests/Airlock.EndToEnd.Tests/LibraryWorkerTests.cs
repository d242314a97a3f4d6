using Airlock.EndToEnd.Tests.Guests;
using Airlock.EndToEnd.Tests.Harness;
using Airlock.Protocol;
using Airlock.Vmm.Images;
using Airlock.Vmm.Jobs;
using Airlock.Vmm.Results;
using Airlock.Vmm.Workers;

namespace Airlock.EndToEnd.Tests;

/// <summary>The library with its machine in a confined process.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class LibraryWorkerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DiskJobOptions _options = TestMachine.JobOptions with { Worker = () => WorkerProcess.Start(AirlockProgram.Path) };

    public LibraryWorkerTests()
    {
        TestMachine.SkipIfMissing();
        _folder.WriteInput(25_600);
    }

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public Task A_copy_is_the_same_as_without() => TestTime.Within(async () =>
    {
        var lines = new List<string>();
        var job = new DiskJob(_folder.Input, _folder.Output, _options);
        await foreach (GuestMessage message in job.RunAsync())
        {
            lines.Add(MessageText.Format(message));
        }

        Assert.Equal(RunOutcome.Succeeded, job.Result!.Outcome);
        Assert.Equal(15, lines.Count);
        Assert.Equal((25_600, 25_600), (job.Result.Input.BytesRead, job.Result.Output.BytesWritten));
        Assert.InRange(job.Result.Exits.Total, 1, 10_000);
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
    });

    [SkippableFact]
    public Task A_fault_comes_back_with_its_method_and_all() => TestTime.Within(() =>
    {
        GuestImage image = GuestImage.Parse(
            TinyElf.Build(GuestAssembler.Assemble(guest => guest.Code.ud2()), "Sample__Main"), "sample");
        RunResult result = new DiskJob(_folder.Input, _folder.Output, _options with { Guest = image }).Run();
        Assert.Equal(RunOutcome.ContractBroken, result.Outcome);
        Assert.Equal(new GuestFault(6, ErrorCode: null, 0x10000, FaultingAddress: null, "Sample.Main"), result.Fault);
        Assert.Contains("bug in the guest 'sample'", result.Reason, StringComparison.Ordinal);
    });

    /// <summary>Almost the largest that there can be: its file travels to the worker.</summary>
    [SkippableFact]
    public Task An_image_of_60_mebibytes_fits_the_worker_s_memory() => TestTime.Within(() =>
    {
        byte[] file = new byte[60 << 20];
        byte[] elf = File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(AirlockProgram.Path)!, "guests", "copy.elf"));
        elf.CopyTo(file, 0);
        RunResult result = new DiskJob(_folder.Input, _folder.Output, _options with { Guest = GuestImage.Parse(file, "large.elf") }).Run();
        Assert.Equal((RunOutcome.Succeeded, null), (result.Outcome, result.Reason));
    });

    [SkippableFact]
    public Task Many_jobs_leave_neither_descriptors_nor_processes() => TestTime.Within(() =>
    {
        new DiskJob(_folder.Input, _folder.Output, _options).Run();
        int before = Directory.GetFileSystemEntries("/proc/self/fd").Length;
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(RunOutcome.Succeeded, new DiskJob(_folder.Input, _folder.Output, _options).Run().Outcome);
        }

        Assert.InRange(Directory.GetFileSystemEntries("/proc/self/fd").Length, 0, before + 2); // the runtime's own
        Assert.All(Directory.GetDirectories("/proc/self/task"), thread => Assert.Empty(File.ReadAllText($"{thread}/children")));
    });

    [SkippableFact]
    public Task A_program_that_is_not_there_is_told() => TestTime.Within(() =>
    {
        DiskJobOptions options = _options with { Worker = () => WorkerProcess.Start("/nowhere/airlock") };
        AirlockException e = Assert.Throws<AirlockException>(() => new DiskJob(_folder.Input, _folder.Output, options).Run());
        Assert.Equal(AirlockError.HostUnsupported, e.Error);
        Assert.Equal("The worker can't be started: '/nowhere/airlock' can't be started: No such file or directory.", e.Message);
    });
}
