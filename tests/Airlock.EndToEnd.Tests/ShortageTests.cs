using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>
/// A host that is short of something: each call that takes some of it fails once, and then one after it. The run ends with
/// one sentence that says what to do, the exit code for a host that can't, and nothing left over.
/// </summary>
public sealed class ShortageTests : IDisposable
{
    private const int Ram = 8 << 20;

    private static readonly string[] s_advice = ["ulimit", "fs.file-max", "free some", "Allow it where this runs"];

    private readonly TemporaryFolder _folder = new();

    public ShortageTests()
    {
        _folder.WriteInput(100_000);
        _folder.WriteOldOutput();
    }

    /// <summary>A call, how it fails, where, the first one of them that is tried, and the last that there is.</summary>
    public static TheoryData<string, int, string, int, int> Calls => new()
    {
        { "pidfd_open", Fault.EMFILE, "parent", 1, 1 },
        { "sendmsg", Fault.ENOMEM, "parent", 1, 1 },
        { "recvmsg", Fault.ENOMEM, "worker", 1, 1 },
        { "landlock_create_ruleset", Fault.EMFILE, "worker", 1, 2 }, // on two threads
        { "pthread_create", Fault.EAGAIN, "worker", 1, 5 }, // the first one is the runtime's
        { "memfd_create", Fault.EMFILE, "worker", 1, 2 }, // RAM and the program of the guest's process
        { "memfd_create", Fault.ENFILE, "worker", 1, 2 },
        { "memfd_create", Fault.ENOMEM, "worker", 1, 2 },
        { "fcntl", Fault.ENOMEM, "worker", 1, 2 },
        { "ftruncate", Fault.ENOMEM, "worker", 1, 1 },
        { "mmap", Fault.ENOMEM, "worker", 1, 1 },
        { "eventfd", Fault.EMFILE, "worker", 1, 3 },
        { "eventfd", Fault.ENFILE, "worker", 1, 3 },
        { "eventfd", Fault.ENOMEM, "worker", 1, 3 },
        { "posix_spawn", Fault.EAGAIN, "worker", 1, 1 },
        { "posix_spawn", Fault.ENOMEM, "worker", 1, 1 },
        { "setrlimit", Fault.EPERM, "worker", 1, 4 },
        { "seccomp", Fault.ENOMEM, "worker", 1, 1 },
    };

    /// <summary>Each call of a worker's, once.</summary>
    public static TheoryData<string, int, int> CallsOfWorker
    {
        get
        {
            var calls = new TheoryData<string, int, int>();
            foreach (object[] row in Calls.Where(row => (string)row[2] == "worker").DistinctBy(row => row[0]))
            {
                calls.Add((string)row[0], (int)row[3], (int)row[4]);
            }

            return calls;
        }
    }

    /// <summary>The same without a worker; the threads of the program itself come first.</summary>
    public static TheoryData<string, int, int, int> CallsInOneProcess => new()
    {
        { "pthread_create", Fault.EAGAIN, 3, 5 },
        { "memfd_create", Fault.EMFILE, 1, 2 },
        { "ftruncate", Fault.ENOMEM, 1, 1 },
        { "mmap", Fault.ENOMEM, 1, 1 },
        { "eventfd", Fault.EMFILE, 1, 3 },
        { "posix_spawn", Fault.EAGAIN, 1, 1 },
    };

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Calls))]
    public void A_worker_that_lacks_it_is_the_hosts_fault(string call, int errno, string process, int first, int last)
    {
        SkipUnlessProcess();
        var fault = new Fault(call, errno, Ram) { Process = process, Count = 1 };
        for (int at = first; at <= last; at++)
        {
            ShouldLack(Run(fault with { At = at }), $"{call}, number {at}");
        }

        Assert.Equal(0, Run(fault with { At = last + 1 }).ExitCode); // so that none is forgotten
    }

    [SkippableTheory]
    [MemberData(nameof(CallsInOneProcess))]
    public void So_it_is_without_a_worker(string call, int errno, int first, int last)
    {
        SkipUnlessProcess();
        var fault = new Fault(call, errno, Ram) { Count = 1 };
        for (int at = first; at <= last; at++)
        {
            ShouldLack(Run(fault with { At = at }, "--no-sandbox"), $"{call}, number {at}");
        }

        Assert.Equal(0, Run(fault with { At = last + 1 }, "--no-sandbox").ExitCode);
    }

    /// <summary>On both makes of the machine.</summary>
    [SkippableTheory]
    [InlineData()]
    [InlineData("--no-sandbox")]
    public void A_host_without_memory_for_guest_RAM_is_told(params string[] options) =>
        ShouldLack(Run(new Fault("mmap", Fault.ENOMEM, 64 << 20), ["--memory", "64M", .. options]), "memory");

    /// <summary>The program starts its worker early; if that fails, it tries once more.</summary>
    [SkippableTheory]
    [InlineData("socketpair", Fault.EMFILE)]
    [InlineData("socketpair", Fault.ENFILE)]
    [InlineData("socketpair", Fault.ENOMEM)]
    [InlineData("posix_spawn", Fault.EAGAIN)]
    [InlineData("posix_spawn", Fault.ENOMEM)]
    public void A_worker_that_cannot_be_started_is_told(string call, int errno)
    {
        SkipUnlessProcess();
        var fault = new Fault(call, errno, Ram) { Process = "parent" };
        ShouldLack(Run(fault), call);
        ShouldLack(Run(fault with { At = 2 }), call, exitCode: 0);
    }

    /// <summary>At each of these calls, on its way into its sandbox: no guest has run.</summary>
    [SkippableTheory]
    [MemberData(nameof(CallsOfWorker))]
    public void A_worker_that_is_killed_there_leaves_nothing(string call, int first, int last)
    {
        SkipUnlessProcess();
        for (int at = first; at <= last; at++)
        {
            ProgramResult result = Run(new Fault(call, Fault.Death, Ram) { Process = "worker", Count = 1, At = at });
            result.ShouldFail(3, "lost before the guest ran", "it was killed");
            _folder.ShouldHoldOldOutput();
        }
    }

    /// <summary>With a worker that has just been started, that has been given its order, and so on.</summary>
    [SkippableTheory]
    [InlineData("socketpair", 1)]
    [InlineData("posix_spawn", 1)]
    [InlineData("pidfd_open", 1)]
    [InlineData("sendmsg", 1)]
    [InlineData("pthread_create", 1)]
    [InlineData("pthread_create", 2)]
    [InlineData("fsync", 1)]
    [InlineData("fsync", 2)]
    [InlineData("linkat", 3)]
    [InlineData("renameat", 2)]
    public void A_parent_that_is_killed_there_leaves_no_process(string call, int at)
    {
        SkipUnlessProcess();
        ProgramResult result = Run(new Fault(call, Fault.Death, 100_000) { Process = "parent", Count = 1, At = at });
        Assert.Equal(137, result.ExitCode);
    }

    private static void SkipUnlessProcess() => Skip.If(TestMachine.IsKvm, "The process machine makes most of these calls.");

    /// <summary>In a session of its own, so that whatever it leaves can be told from others.</summary>
    private ProgramResult Run(Fault fault, params string[] options)
    {
        string[] arguments = TestMachine.Prepare(["copy", .. options, _folder.Input, _folder.Output]);
        RunningProgram program = RunningProgram.Start(
            "/usr/bin/env", [.. fault.Environment, "setsid", AirlockProgram.Path, .. arguments]);
        int session = program.Id;
        ProgramResult result = program.Wait();
        Assert.True(
            TestTime.SpinUntil(() => ProcessesOf(session).Length == 0, TimeSpan.FromSeconds(10)),
            $"{fault} leaves {string.Join(", ", ProcessesOf(session))}.");
        return result;
    }

    private void ShouldLack(ProgramResult result, string what, int exitCode = 3)
    {
        Assert.True(result.ExitCode == exitCode, $"{what}: exit code {result.ExitCode}: {result.Error}");
        if (exitCode != 0)
        {
            string sentence = Assert.Single(
                result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries),
                line => !line.Contains("The sandbox is off", StringComparison.Ordinal));
            Assert.True(
                sentence.StartsWith("airlock: ", StringComparison.Ordinal) && sentence.EndsWith('.')
                && s_advice.Any(word => sentence.Contains(word, StringComparison.Ordinal)), $"{what}: {sentence}");
            _folder.ShouldHoldOldOutput();
        }
    }

    /// <summary>Processes of a session that aren't just waiting for their parent to hear of their end (proc_pid_stat(5)).</summary>
    private static string[] ProcessesOf(int session) =>
    [
        .. Directory.GetDirectories("/proc")
            .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
            .Select(folder => ReadOrEmpty($"{folder}/stat"))
            .Where(stat => stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is
                [not ("Z" or "X"), _, _, var its, ..] && its == $"{session}"),
    ];

    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return string.Empty; // it has ended meanwhile
        }
    }
}
