using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>A million messages to a reader that doesn't read: the guest waits, and the run can be ended.</summary>
public sealed class UnreadMessagesTests : IDisposable
{
    private const long Length = 512L << 20;
    private const long MuchMemory = 64 << 20;

    private static readonly TimeSpan s_promptly = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder _folder = new();

    public UnreadMessagesTests()
    {
        _folder.WriteSparseInput(Length);
        _folder.WriteOldOutput();
    }

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("shared", "INT", 130)]
    [InlineData("shared", "TERM", 143)]
    [InlineData("console", "INT", 130)]
    [InlineData("serial", "INT", 130)]
    public void A_signal_ends_the_run(string transport, string signal, int exitCode)
    {
        using RunningProgram copy = Start("--transport", transport);
        copy.WaitUntilNobodyReads();
        TestTime.Sleep(TimeSpan.FromSeconds(0.5)); // time to fill what lies between: the guest waits then, too
        Assert.InRange(copy.PeakMemory(), 1, MuchMemory);
        copy.Signal(signal);
        copy.Wait(s_promptly).ShouldFail(exitCode, "interrupted");
        _folder.ShouldHoldOldOutput();
    }

    [SkippableFact]
    public void The_time_limit_ends_the_run()
    {
        using RunningProgram copy = Start("--time-limit", "0.5");
        copy.Wait(s_promptly).ShouldFail(5, "time limit");
        _folder.ShouldHoldOldOutput();
    }

    /// <summary>A message a sector.</summary>
    private RunningProgram Start(params string[] options) =>
        AirlockProgram.StartUnread(["copy", "--sparse", "never", "--progress-step", "1", .. options, _folder.Input, _folder.Output]);
}
