using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>A host that can't run the machine.</summary>
public sealed class HostTests : IDisposable
{
    private readonly TemporaryFolder _folder;

    public HostTests()
    {
        TestMachine.SkipUnlessKvm();
        Privileges.SkipUnlessRoot();
        _folder = new TemporaryFolder(onDisk: true); // not before: a test that is skipped here is never disposed of
        _folder.WriteInput(1000);
        _folder.WriteOldOutput();
    }

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void No_kvm_device_is_told() => Fails(
        "exec unshare -m sh -c 'mount -t tmpfs none /dev && exec \"$@\"' sh \"$airlock\" copy $machine \"$1\" \"$2\"",
        "/dev/kvm");

    [SkippableFact]
    public void A_device_that_is_not_kvm_is_told() => Fails(
        "exec unshare -m sh -c 'mount --bind /dev/null /dev/kvm && exec \"$@\"' sh \"$airlock\" copy $machine \"$1\" \"$2\"",
        "KVM");

    [SkippableFact]
    public void No_right_to_use_kvm_is_told()
    {
        // A folder and a program that everybody may use; only /dev/kvm itself is not for everybody.
        File.Copy(AirlockProgram.Path, _folder["airlock"]);
        const string script = """
            chmod 777 "$3" && chmod 666 "$2"
            cp -a /dev/kvm "$3/kvm" && chmod 600 "$3/kvm"
            exec unshare -m sh -c 'mount --bind "$1/kvm" /dev/kvm && shift
                exec setpriv --reuid 65534 --clear-groups "$@"' \
                sh "$3" "$3/airlock" copy $machine "$1" "$2"
            """;
        AirlockProgram.RunInShell(script, _folder.Input, _folder.Output, _folder.Path).ShouldFail(3, "/dev/kvm");
        Assert.Equal("what was there before", File.ReadAllText(_folder.Output));
    }

    [SkippableFact]
    public void Without_kvm_a_copy_runs_on_the_process_machine_and_a_line_says_so()
    {
        const string script = """
            exec unshare -m sh -c '[ ! -e /dev/kvm ] || mount --bind /dev/null /dev/kvm; exec "$@"' sh "$airlock" copy "$1" "$2"
            """;
        ProgramResult result = AirlockProgram.RunInShell(script, _folder.Input, _folder.Output);
        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"\Aairlock: Using the process machine\. [^\n]*\n\z", result.Error);
        Assert.Equal(File.ReadAllBytes(_folder.Input), File.ReadAllBytes(_folder.Output));
    }

    private void Fails(string script, string word)
    {
        AirlockProgram.RunInShell(script, _folder.Input, _folder.Output).ShouldFail(3, word);
        _folder.ShouldHoldOldOutput();
    }
}
