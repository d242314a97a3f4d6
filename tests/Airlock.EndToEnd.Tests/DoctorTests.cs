using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

public class DoctorTests
{
    [SkippableFact]
    public void A_host_that_runs_copies_is_well()
    {
        TestMachine.SkipIfMissing();
        ProgramResult result = AirlockProgram.Run("doctor").ShouldSucceed();
        Assert.All(["machine: kvm", "machine: process", "seccomp", "libseccomp", "Landlock", "huge pages", "current folder", "limit: descriptors", "kernel", "glibc", "processor"], check => Assert.Contains(check, result.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("missing", result.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Without_KVM_it_says_why_and_that_copies_run_all_the_same()
    {
        Privileges.SkipUnlessRoot();
        ProgramResult result = AirlockProgram.RunInShell(
            "exec unshare -m sh -c '[ ! -e /dev/kvm ] || mount --bind /dev/null /dev/kvm; exec \"$@\"' sh \"$airlock\" doctor --json");
        Assert.Equal(0, result.ExitCode);
        string kvm = Assert.Single(result.OutputLines, line => line.StartsWith("""{"check":"machine: kvm",""", StringComparison.Ordinal));
        Assert.Contains("\"status\":\"note\"", kvm, StringComparison.Ordinal);
        Assert.Contains("/dev/kvm", kvm, StringComparison.Ordinal);
        string process = Assert.Single(result.OutputLines, line => line.StartsWith("""{"check":"machine: process",""", StringComparison.Ordinal));
        Assert.Contains("\"status\":\"ok\"", process, StringComparison.Ordinal);
    }
}
