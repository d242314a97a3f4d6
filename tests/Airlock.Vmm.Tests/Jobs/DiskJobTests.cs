using Airlock.Protocol;
using Airlock.Vmm.Jobs;
using Airlock.Vmm.Results;
using Airlock.Vmm.Tests.Stores;

namespace Airlock.Vmm.Tests.Jobs;

/// <summary>What a job finds out before there is a machine.</summary>
public sealed class DiskJobTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Both_paths_are_needed()
    {
        Assert.Throws<ArgumentException>(() => new DiskJob(string.Empty, "out"));
        Assert.Throws<ArgumentNullException>(() => new DiskJob("in", null!));
    }

    [Fact]
    public void A_name_that_no_file_can_have_is_refused_by_each_job()
    {
        foreach (string name in (string[])["", "a\0b", "\ud800"]) // the last is half of a character
        {
            Func<Job>[] jobs =
            [
                () => new DiskJob(name, "out"), () => new DiskJob("in", name),
                () => new ConvertJob(name, "out"), () => new ConvertJob("in", name),
                () => new InfoJob(name),
            ];
            Assert.All(jobs, create => Assert.Throws<ArgumentException>(() => create()));
        }
    }

    [Fact]
    public void A_job_that_is_cancelled_before_it_starts_touches_nothing()
    {
        var job = new DiskJob(_folder.PathOf("in"), _folder.PathOf("out"));
        var cancelled = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(() => job.Run(cancellationToken: cancelled));
        Assert.Null(job.Result);
    }

    [Fact]
    public void Options_are_checked_before_files()
    {
        var job = new DiskJob(_folder.PathOf("missing"), _folder.PathOf("out"), new DiskJobOptions { Ring = 1 });
        Assert.Equal("A guest starts in ring 3 or ring 0.", Assert.Throws<AirlockException>(() => job.Run()).Message);
    }

    [Fact]
    public async Task A_missing_input_ends_the_task_and_the_stream()
    {
        var job = new DiskJob(_folder.PathOf("missing"), _folder.PathOf("out"));
        await Assert.ThrowsAsync<AirlockException>(() => job.RunAsync(new Progress<GuestMessage>()));
        await Assert.ThrowsAsync<AirlockException>(async () =>
        {
            await foreach (GuestMessage message in job.RunAsync())
            {
                Assert.Fail($"There is nothing to say: {message}");
            }
        });
        Assert.Empty(_folder.Names);
    }
}
