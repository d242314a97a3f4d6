using System.Globalization;
using Airlock.Hypervisor.Process.Tests.Guests;
using Airlock.Interop;

namespace Airlock.Hypervisor.Process.Tests;

/// <summary>A guest in a native program, with the rights that it has in earnest.</summary>
public sealed class HostProgramTests : IDisposable
{
    private const string AllExits = "Device Device Device Device Port Interrupted";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("airlock-process-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_native_program_runs_a_guest() => Assert.Equal((0, AllExits), HostProgram.Run("run"));

    /// <summary>Landlock, no capabilities, and a filter that lets nothing through but what the machine has said it needs.</summary>
    [Fact]
    public void A_confined_program_runs_a_guest() => Assert.Equal((0, AllExits), HostProgram.Run("confined"));

    [SkippableTheory]
    [InlineData("run")]
    [InlineData("confined")]
    public void An_ordinary_user_runs_a_guest(string mode)
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Only root can become somebody else.");
        File.SetUnixFileMode(_folder, (UnixFileMode)Convert.ToInt32("755", 8));
        Assert.Equal(
            (0, AllExits),
            HostProgram.RunCopy(mode, HostProgram.CopyTo(_folder), "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs"));
    }

    [Fact]
    public void Where_files_may_not_be_large_enough_for_RAM_that_is_told()
    {
        (int exitCode, string output) = HostProgram.Run(
            "run", "sh", "-c", "trap '' XFSZ; exec prlimit --fsize=1000000 \"$0\" \"$1\"");
        Assert.Equal(3, exitCode);
        Assert.Contains("ulimit -f", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LibC.SIGKILL)]
    [InlineData(LibC.SIGTERM)]
    public void A_guest_ends_with_the_program_that_hosts_it(int signal)
    {
        using System.Diagnostics.Process program = HostProgram.Start("spin");
        int guest = int.Parse(program.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        Assert.True(ProcFile.Exists(guest));
        Assert.Equal(0, LibC.kill(program.Id, signal));
        Assert.True(program.WaitForExit(s_patience));
        Assert.True(SpinWait.SpinUntil(() => !ProcFile.Exists(guest), s_patience));
    }
}
