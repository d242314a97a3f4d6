using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

public class DoctorTests
{
    [SkippableFact]
    public void A_host_that_runs_copies_is_well()
    {
        TestMachine.SkipIfMissing();
        ProgramResult result = AirlockProgram.Run("doctor").ShouldSucceed();
        Assert.All(["KVM", "seccomp", "libseccomp", "Landlock", "huge pages"], check => Assert.Contains(check, result.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("missing", result.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void What_is_missing_is_told_with_what_to_do()
    {
        TestMachine.SkipUnlessKvm();
        Privileges.SkipUnlessRoot();
        ProgramResult result = AirlockProgram.RunInShell(
            "exec unshare -m sh -c 'mount --bind /dev/null /dev/kvm && exec \"$@\"' sh \"$airlock\" doctor --json");
        result.ShouldFail(3, "No copy can run");
        string line = Assert.Single(result.OutputLines, line => line.Contains("\"status\":\"missing\"", StringComparison.Ordinal));
        Assert.StartsWith("""{"check":"KVM",""", line, StringComparison.Ordinal);
        Assert.Contains("\"advice\":", line, StringComparison.Ordinal);
    }
}
