using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>The process that the machine runs in, seen from outside.</summary>
public sealed class SandboxTests : IDisposable
{
    private static readonly TimeSpan s_promptly = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder _folder = new();

    public SandboxTests()
    {
        _folder.WriteOldOutput();
    }

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void It_has_given_up_its_rights_on_every_thread()
    {
        using RunningProgram copy = StartLongCopy();
        WorkerStatus worker = WorkerStatus.Of(copy);
        Assert.All(worker.Threads, thread =>
        {
            Assert.Equal("1", thread["NoNewPrivs"]);
            Assert.Equal("2", thread["Seccomp"]);
            Assert.All(["CapEff", "CapPrm", "CapInh"], set => Assert.Equal("0000000000000000", thread[set]));
        });
        Assert.All(worker.Environment, variable => Assert.Matches("^(DOTNET|MALLOC|LD)_", variable));
    }

    [SkippableFact]
    public void It_has_nothing_open_but_what_it_needs()
    {
        using RunningProgram copy = StartLongCopy();
        string[] ofMachine = TestMachine.IsKvm
            ? ["/dev/kvm", "anon_inode:kvm-vcpu:0", "anon_inode:kvm-vm"]
            : ["/memfd:airlock-ram (deleted)", "/memfd:airlock-stub (deleted)"];
        string[] expected =
        [
            .. ofMachine, "/dev/null", "/dev/null", "/dev/null", _folder.Input, "anon_inode:[eventfd]", "anon_inode:[eventfd]",
            "anon_inode:[eventfd]", "output", "socket",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), WorkerStatus.Of(copy).OpenFiles(_folder.Path).Order(StringComparer.Ordinal));
    }

    [SkippableTheory]
    [InlineData("KILL", "was killed")]
    [InlineData("SYS", "no right to")]
    public void When_it_is_lost_the_run_fails(string signal, string word)
    {
        using RunningProgram copy = StartLongCopy();
        copy.WaitForProgress();
        WorkerStatus.Of(copy).Signal(signal);
        copy.Wait(s_promptly).ShouldFail(4, "worker", word, "as it was before");
        _folder.ShouldHoldOldOutput();
    }

    /// <summary>As a new C library might bring one.</summary>
    [SkippableFact]
    public void A_system_call_that_it_has_no_right_to_is_named()
    {
        _folder.WriteInput(100_000);
        var fault = new Fault("getppid", 0, 0) { Process = "worker" };
        AirlockProgram.Run(fault, "copy", _folder.Input, _folder.Output)
            .ShouldFail(4, "the system call getppid (110), which it has no right to", "C library", "as it was before");
        _folder.ShouldHoldOldOutput();
    }

    [SkippableFact]
    public void When_it_hangs_an_interrupt_ends_the_run_all_the_same()
    {
        using RunningProgram copy = StartLongCopy();
        copy.WaitForProgress();
        WorkerStatus worker = WorkerStatus.Of(copy);
        worker.Signal("STOP");
        copy.Signal("INT");
        copy.Wait(s_promptly).ShouldFail(130, "interrupted");
        Assert.True(worker.IsGone);
        _folder.ShouldHoldOldOutput();
    }

    [SkippableFact]
    public void When_it_hangs_the_run_stalls()
    {
        using RunningProgram copy = StartLongCopy("--stall-timeout", "0.5");
        copy.WaitForProgress();
        WorkerStatus.Of(copy).Signal("STOP");
        copy.Wait(s_promptly).ShouldFail(5, "stalled");
        _folder.ShouldHoldOldOutput();
    }

    /// <summary>Not even one that is suspended, and so can't see that nobody is there any more.</summary>
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_does_not_outlive_its_parent(bool isSuspended)
    {
        using RunningProgram copy = StartLongCopy();
        copy.WaitForProgress();
        WorkerStatus worker = WorkerStatus.Of(copy);
        if (isSuspended)
        {
            worker.Signal("STOP");
        }

        copy.Signal("KILL");
        copy.Wait(s_promptly);
        Assert.True(TestTime.SpinUntil(() => worker.IsGone, s_promptly));
    }

    [SkippableFact]
    public void Without_it_there_is_no_worker_and_a_line_that_says_so()
    {
        using (RunningProgram copy = StartLongCopy("--no-sandbox"))
        {
            copy.WaitForProgress();
            Assert.Equal(0, WorkerStatus.Find(copy));
        }

        File.Delete(_folder.Output);
        ProgramResult result = AirlockProgram.Run("copy", "--no-sandbox", _folder.WriteInput(100_000), _folder.Output);
        Assert.Equal(
            (0, "airlock: The sandbox is off: the machine runs with all rights of this process.\n"),
            (result.ExitCode, result.Error));
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
    }

    [SkippableFact]
    public void Without_libseccomp_nothing_runs()
    {
        Privileges.SkipUnlessRoot();
        _folder.WriteInput(1000);
        const string script = """
            library=$(ldconfig -p | sed -n 's/.*libseccomp.so.2 .*=> //p' | head -n 1)
            exec unshare -m sh -c 'mount --bind /dev/null "$(readlink -f "$1")" && shift && exec "$@"' \
                sh "$library" "$airlock" copy $machine "$1" "$2"
            """;
        AirlockProgram.RunInShell(script, _folder.Input, _folder.Output).ShouldFail(3, "libseccomp", "--no-sandbox");
        _folder.ShouldHoldOldOutput();
    }

    [SkippableFact]
    public void What_a_worker_is_started_by_is_not_for_people()
    {
        ProgramResult result = AirlockProgram.Run("worker");
        result.ShouldFail(2, "copy");
    }

    private RunningProgram StartLongCopy(params string[] options) => AirlockProgram.Start(
        ["copy", "--chunk-size", "512", "--sparse", "never", .. options, _folder.WriteSparseInput(512L << 20), _folder.Output]);
}
