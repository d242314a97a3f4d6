namespace Airlock.Sandbox.Tests;

/// <summary>
/// Each restriction, from inside: what works before doesn't work after. The attempts are made by a native program that
/// shuts itself in by the calls that a worker makes.
/// </summary>
public sealed class AttemptTests : IDisposable
{
    private const int Eperm = 1;
    private const int Esrch = 3;
    private const int Echild = 10;
    private const int Enomem = 12;
    private const int Eacces = 13;
    private const int Enotty = 25;
    private const int Efbig = 27;
    private const int Enosys = 38;
    private const int Eopnotsupp = 95;
    private const int SigKill = 9;
    private const int SigSys = 31;

    private readonly AttemptRun _run = new();

    [Theory]
    [InlineData(110, "getppid")]
    [InlineData(-1, null)]
    [InlineData(1_000_000, null)]
    public void A_call_has_a_name(int number, string? name) => Assert.Equal(name, SandboxSupport.NameOfSystemCall(number));

    public void Dispose()
    {
        _run.Dispose();
        File.Delete("/tmp/airlock-attempt");
    }

    /// <summary>What a machine at work does.</summary>
    [Theory]
    [InlineData("read-an-open-file")]
    [InlineData("read-an-open-file-by-vectors")]
    [InlineData("write-an-open-file")]
    [InlineData("write-an-open-file-by-vectors")]
    [InlineData("collect-garbage")]
    [InlineData("give-memory-back")]
    [InlineData("handle-other-signals")]
    public void What_a_worker_needs_still_works(string name) => Assert.Equal((0, null), _run.Make("inside", name));

    /// <summary>File systems without that say so.</summary>
    [Theory]
    [InlineData("punch-a-hole")]
    [InlineData("zero-a-range")]
    public void Zeroes_inside_the_file_get_through(string name) => Assert.True(_run.Make("inside", name) is (0 or Eopnotsupp, null));

    /// <summary>On a file the kernel cuts off what lies behind the limit; a device has none, so that vectors are refused there.</summary>
    [Theory]
    [InlineData("read-an-open-file", 0)]
    [InlineData("write-an-open-file", 0)]
    [InlineData("read-an-open-file-by-vectors", Enosys)]
    [InlineData("write-an-open-file-by-vectors", Enosys)]
    public void A_device_is_transferred_one_buffer_at_a_time(string name, int answer) =>
        Assert.Equal((answer, null), _run.Make("device", name));

    [Theory]
    [InlineData("read-behind-the-end")]
    [InlineData("read-behind-the-end-by-vectors")]
    [InlineData("read-much")]
    [InlineData("read-without-a-position")]
    [InlineData("write-behind-the-end")]
    [InlineData("write-far-behind-the-end")]
    [InlineData("write-behind-the-end-by-vectors")]
    [InlineData("write-much")]
    [InlineData("write-without-a-position")]
    [InlineData("punch-a-large-hole")]
    [InlineData("punch-behind-the-end")]
    [InlineData("zero-behind-the-end")]
    [InlineData("zero-and-grow")]
    [InlineData("take-space")]
    [InlineData("grow")]
    [InlineData("insert-a-range")]
    [InlineData("handle-forbidden-calls")]
    [InlineData("poison-memory")]
    [InlineData("take-memory-offline")]
    public void What_goes_beyond_its_file_or_its_memory_ends_it(string name)
    {
        Assert.Null(_run.Make("outside", name).Signal);
        Assert.Equal((null, SigSys), _run.Make("inside", name));
    }

    [SkippableTheory]
    [InlineData("remove-a-file")]
    [InlineData("make-a-socket")]
    [InlineData("make-a-pair-of-sockets")]
    [InlineData("connect-tcp")]
    [InlineData("duplicate-a-descriptor")]
    [InlineData("make-an-event")]
    [InlineData("start-a-program")]
    [InlineData("start-a-thread")]
    [InlineData("fork")]
    [InlineData("trace-itself")]
    [InlineData("read-the-parent-s-memory")]
    [InlineData("signal-the-parent")]
    [InlineData("signal-a-thread-of-the-parent")]
    [InlineData("map-executable-memory")]
    [InlineData("map-a-file")]
    [InlineData("make-memory-executable")]
    [InlineData("make-another-ioctl")]
    [InlineData("become-another-user")]
    [InlineData("make-a-network-namespace")]
    [InlineData("make-a-ring")]
    [InlineData("undo-the-end-with-the-parent")]
    public void What_a_worker_never_does_ends_it(string name)
    {
        WorksOutside(name);
        Assert.Equal((null, SigSys), _run.Make("inside", name));
    }

    [SkippableTheory]
    [InlineData("open-a-file", Eacces)]
    [InlineData("create-a-file", Eacces)]
    [InlineData("open-its-own-memory", Eacces)]
    [InlineData("list-a-folder", Eacces)]
    [InlineData("write-across-the-size-limit", Efbig)]
    [InlineData("take-four-gigabytes", Enomem)]
    public void What_a_runtime_may_try_fails(string name, int errno)
    {
        WorksOutside(name);
        Assert.Equal((errno, null), _run.Make("inside", name));
    }

    /// <summary>They get through, to an answer of the kernel's: a process can't be traced by itself.</summary>
    [Theory]
    [InlineData("continue-itself", Esrch)]
    [InlineData("wait-for-itself", Echild)]
    [InlineData("interrupt-itself", 0)]
    public void What_the_tracer_of_a_guest_needs_still_works(string name, int answer)
    {
        Assert.Equal((answer, null), _run.Make("tracing", name));
        Assert.Equal((null, SigSys), _run.Make("inside", name));
    }

    [Fact]
    public void A_tracer_can_kill_its_guest() => Assert.Equal((null, SigKill), _run.Make("tracing", "kill-itself"));

    [Theory]
    [InlineData("trace-itself")]
    [InlineData("attach-to-itself")]
    [InlineData("peek-at-itself")]
    [InlineData("continue-the-parent")]
    [InlineData("wait-for-anybody")]
    [InlineData("continue-itself-by-signal")]
    [InlineData("interrupt-its-group")]
    [InlineData("interrupt-the-parent")]
    [InlineData("signal-the-parent")]
    [InlineData("fork")]
    [InlineData("make-the-ioctl")]
    public void What_the_tracer_of_a_guest_never_does_ends_it(string name)
    {
        Assert.NotEqual((null, SigSys), _run.Make("outside", name));
        Assert.Equal((null, SigSys), _run.Make("tracing", name));
    }

    [Fact]
    public void An_ioctl_that_is_asked_for_gets_through() => Assert.Equal((Enotty, null), _run.Make("inside", "make-the-ioctl"));

    [SkippableFact]
    public void Time_that_is_used_up_ends_it()
    {
        WorksOutside("use-much-time");
        Assert.Equal((null, SigKill), _run.Make("inside", "use-much-time"));
    }

    /// <summary>The runtime has threads before the filter is there.</summary>
    [Theory]
    [InlineData("make-a-socket")]
    [InlineData("start-a-program")]
    [InlineData("map-executable-memory")]
    public void Threads_that_were_there_before_are_shut_in_too(string name) =>
        Assert.Equal((null, SigSys), _run.Make("earlier-thread", name));

    /// <summary>Before the filter is there, and should it ever have a hole.</summary>
    [SkippableTheory]
    [InlineData("open-a-file", 1, Eacces)]
    [InlineData("create-a-file", 1, Eacces)]
    [InlineData("open-its-own-memory", 1, Eacces)]
    [InlineData("list-a-folder", 1, Eacces)]
    [InlineData("start-a-program", 1, Eacces)]
    [InlineData("connect-tcp", 4, Eacces)]
    public void Landlock_alone_forbids_files_and_network(string name, int version, int errno)
    {
        Skip.If(SandboxSupport.LandlockVersion < version, $"This kernel has Landlock {SandboxSupport.LandlockVersion}.");
        WorksOutside(name);
        Assert.Equal((errno, null), _run.Make("begun", name));
    }

    [SkippableFact]
    public void A_process_of_root_has_no_rights_of_root()
    {
        WorksOutside("become-another-user");
        Assert.Equal((Eperm, null), _run.Make("begun", "become-another-user"));
    }

    /// <summary>The control: an attempt that fails anyhow proves nothing.</summary>
    private void WorksOutside(string name)
    {
        (int? result, int? signal) = _run.Make("outside", name);
        Skip.If(result == Eperm && !Environment.IsPrivilegedProcess, "This needs root.");
        (int?, int?) worked = name == "start-a-program" ? (null, 0) : (0, null);
        Assert.Equal(worked, (result, signal));
    }
}
