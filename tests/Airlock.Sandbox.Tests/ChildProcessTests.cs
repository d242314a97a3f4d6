using Airlock.Sandbox.Processes;

namespace Airlock.Sandbox.Tests;

public sealed class ChildProcessTests : IDisposable
{
    private const int SigKill = 9;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly AttemptRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void It_is_killed_when_it_is_disposed_of()
    {
        ChildProcess child = AttemptRun.Start("outside", "wait");
        child.Dispose();
        Assert.Equal(SigKill, child.WaitForEnd(TimeSpan.Zero));
        child.Dispose();
    }

    [Fact]
    public void One_that_has_begun_ends_with_the_thread_that_started_it()
    {
        ChildProcess? child = null;
        var starter = new Thread(() =>
        {
            child = AttemptRun.Start("begun", "signal-the-parent");
            child.Channel.Wake();

            // It has begun once it answers.
            child.Channel.WaitForInput(s_patience);
        });
        starter.Start();
        starter.Join();
        using (child)
        {
            Assert.NotNull(child!.WaitForEnd(s_patience));
        }
    }

    [Fact]
    public void A_program_that_is_not_there_is_told()
    {
        IOException e = Assert.Throws<IOException>(() => ChildProcess.Start("/nowhere/at/all", ["x"], []));
        Assert.Equal("'/nowhere/at/all' can't be started: No such file or directory", e.Message);
    }

    [Fact]
    public void Its_end_is_seen_on_the_channel()
    {
        using ChildProcess child = AttemptRun.Start("outside", "wait");
        child.Kill();
        Assert.False(child.Channel.ReceiveExactly(new byte[1]));
    }
}
