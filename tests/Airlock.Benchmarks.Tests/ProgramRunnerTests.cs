using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using Airlock.Bench;

namespace Airlock.Benchmarks.Tests;

public sealed class ProgramRunnerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("airlock-test-").FullName;
    private readonly ProgramRunner _runner;

    public ProgramRunnerTests()
    {
        _runner = new ProgramRunner(_folder);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("kill -s KILL $$", 137)]
    public void An_exit_code_or_a_signal_is_told(string script, int exitCode) =>
        Assert.Equal(exitCode, Shell(script).ExitCode);

    [Fact]
    public void Streams_go_to_files_and_input_is_empty()
    {
        Shell("cat; echo said; echo complained >&2");
        Assert.Equal("complained\n", _runner.Errors);
        Shell("echo again >&2");
        Assert.Equal("again\n", _runner.Errors);
    }

    [Fact]
    public void Times_are_those_of_the_program()
    {
        long start = Stopwatch.GetTimestamp();
        ProcessRun run = Shell("i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done");
        Assert.InRange(run.Wall, TimeSpan.FromMilliseconds(1), Stopwatch.GetElapsedTime(start));
        Assert.InRange(run.Processor, TimeSpan.FromMilliseconds(1), run.Wall * Environment.ProcessorCount);
    }

    [Fact]
    public void A_program_that_is_not_there_is_named() =>
        Assert.Contains("'/no/such/program' can't be started", Failure(["/no/such/program"]), StringComparison.Ordinal);

    [Fact]
    public void An_interrupt_kills_the_program()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        long start = Stopwatch.GetTimestamp();
        Assert.ThrowsAny<OperationCanceledException>(
            () => _runner.Run(["/bin/sh", "-c", "exec sleep 60"], cancellation.Token));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30));
        Assert.ThrowsAny<OperationCanceledException>(() => _runner.Run(["/bin/sh"], cancellation.Token));
    }

    [Fact]
    public void Each_contestant_runs_once_a_round_after_what_was_before_is_removed()
    {
        string log = Path.Combine(_folder, "log");
        var race = new Race(_folder, _ => { }, CancellationToken.None);
        Contestant[] contestants = [Saying("first", log), Saying("second", log), Saying("third", log)];
        race.Run("race", contestants, rounds: 4, () => File.AppendAllText(log, "prepared\n"));
        string[] lines = File.ReadAllLines(log);
        Assert.All(lines.Chunk(2), pair => Assert.Equal("prepared", pair[0]));
        Assert.All(
            lines.Where(line => line != "prepared").Chunk(3),
            round => Assert.Equal(["first", "second", "third"], round.Order()));
        Assert.Equal((4 * 3 * 2) + 1, lines.Length);
    }

    [Fact]
    public void A_contestant_that_fails_ends_the_race_with_its_own_words()
    {
        var race = new Race(_folder, _ => { }, CancellationToken.None);
        Contestant[] contestants = [new("bad", "/bin/sh", "-c", "echo no room >&2; exit 3")];
        string sentence = Assert.Throws<BenchException>(() => race.Run("race", contestants, 1, () => { })).Message;
        Assert.EndsWith("ended with 3: no room", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupt_of_the_terminal_that_a_contestant_hears_first_is_one()
    {
        var race = new Race(_folder, _ => { }, CancellationToken.None);
        Contestant[] contestants = [new("interrupted", "/bin/sh", "-c", "kill -s INT $$")];
        Assert.Throws<OperationCanceledException>(() => race.Run("race", contestants, 1, () => { }));
    }

    private static Contestant Saying(string word, string log) => new(word, "/bin/sh", "-c", $"echo {word} >>'{log}'");

    private ProcessRun Shell(string script) => _runner.Run(["/bin/sh", "-c", script], CancellationToken.None);

    private string Failure(string[] command) =>
        Assert.Throws<BenchException>(() => _runner.Run(command, CancellationToken.None)).Message;
}
