using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>
/// What would keep an output from being committed is told before anything is copied, with exit code 2 and the reason, and
/// leaves no trace. What a file that is replaced, or written in place, keeps.
/// </summary>
[Trait("Concerns", "files")]
public sealed class CommitTests : IDisposable
{
    private const string AsUser = "setpriv --reuid 1000 --regid 1000 --clear-groups";

    private readonly TemporaryFolder _folder = new(onDisk: true);

    public CommitTests()
    {
        _folder.WriteInput(100_000);
        _folder.WriteOldOutput();
        RunningProgram.Start("chmod", ["777", _folder.Path]).Wait().ShouldSucceed();
        RunningProgram.Start("chmod", ["644", _folder.Input, _folder.Output]).Wait().ShouldSucceed();
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>What is done to an output "out.img", how it is undone, whether a user copies, and what is said.</summary>
    public static TheoryData<string, string, bool, string> Obstacles => new()
    {
        { "touch source && mount --bind source out.img", "umount out.img; rm source", false, "something is mounted on it" },
        { "chattr +i out.img", "chattr -i out.img", false, "it is immutable (chattr -i)" },
        { "chattr +a out.img", "chattr -a out.img", false, "it is append-only (chattr -a)" },
        { "chattr +a .", "chattr -a .", false, "it is append-only (chattr -a)" },
        { "chattr +i .", "chattr -i .", false, "Operation not permitted" },
        { "chmod 444 out.img", ":", true, "is write-protected" },
        { "chmod 666 out.img; chown 1001 out.img; chmod 1777 .", ":", true, "is somebody else's, and the folder" },
        { "chmod 666 out.img; chmod 755 .", ":", true, "Permission denied" },
    };

    [SkippableTheory]
    [MemberData(nameof(Obstacles))]
    public void What_stands_against_a_commit_is_told_at_once(string obstacle, string undo, bool isUser, string words)
    {
        Privileges.SkipUnlessRoot();
        string script = $$"""
            exec unshare -m sh -c '
                cd "$2"; { {{obstacle}}; } || exit 8
                {{(isUser ? AsUser : string.Empty)}} "$1" copy $machine --messages none in.img out.img; code=$?
                {{undo}}; exit $code' sh "$airlock" "$1"
            """;
        AirlockProgram.RunInShell(script, _folder.Path).ShouldFail(2, words);
        Assert.Equal(["in.img", "out.img"], _folder.Names);
    }

    [SkippableFact]
    public void A_name_that_is_too_long_is_told_at_once()
    {
        AirlockProgram.Run("copy", _folder.Input, _folder[new string('n', 256)]).ShouldFail(2, "File name too long");
        AirlockProgram.Run("copy", _folder.Input, _folder[new string('n', 255)]).ShouldSucceed();
    }

    [SkippableFact]
    public void A_folder_that_is_gone_is_told_at_once() => AirlockProgram.RunInShell(
        "cd \"$1\"; mkdir d; cd d; rmdir ../d; exec \"$airlock\" copy $machine ../../$(basename \"$1\")/in.img out", _folder.Path)
        .ShouldFail(2);

    [SkippableFact]
    public void A_folder_that_can_not_be_read_holds_an_output_as_well()
    {
        Privileges.SkipUnlessRoot();
        AirlockProgram.RunInShell(
            "cd \"$1\"; mkdir -m 300 d; chown 1000 d; setpriv --reuid 1000 --regid 1000 --clear-groups \"$airlock\" copy $machine --messages none in.img d/out",
            _folder.Path).ShouldSucceed();
        FileContent.ShouldBeEqual(_folder.Input, _folder["d/out"]);
    }

    [SkippableFact]
    public void A_file_that_is_mounted_by_itself_is_written_in_place()
    {
        Privileges.SkipUnlessRoot();
        const string script = """
            exec unshare -m sh -c '
                cd "$2"; echo old >source && ln source name && chmod 604 source && mount --bind source out.img || exit 8
                "$1" copy $machine --messages none --in-place in.img out.img >/dev/null || exit
                cmp in.img source && cmp in.img name && stat -c %a source' sh "$airlock" "$1"
            """;
        Assert.Equal("604\n", AirlockProgram.RunInShell(script, _folder.Path).ShouldSucceed().Output);
    }

    [SkippableFact]
    public void A_run_that_fails_in_place_says_that_the_output_is_damaged()
    {
        AirlockProgram.Run(new Fault("read", Fault.EIO, 100_000), "copy", "--in-place", _folder.Input, _folder.Output)
            .ShouldFail(1, "it is damaged");
        Assert.Equal(["in.img", "out.img"], _folder.Names);
    }

    [SkippableTheory]
    [InlineData("never")]
    [InlineData("auto")]
    [InlineData("always")]
    public void Holes_are_zeroes_in_place_as_well(string sparse)
    {
        _folder.WriteSparseInput(1 << 20);
        File.WriteAllBytes(_folder.Output, [.. Enumerable.Repeat((byte)7, (1 << 20) + 5000)]);
        AirlockProgram.Run("copy", "--in-place", "--sparse", sparse, _folder.Input, _folder.Output).ShouldSucceed();
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
    }

    [SkippableFact]
    public void What_is_not_there_can_not_be_written_in_place() =>
        AirlockProgram.Run("copy", "--in-place", _folder.Input, _folder["new"]).ShouldFail(2, "isn't there");

    [SkippableFact]
    public void A_replaced_file_keeps_owner_rights_and_attributes_but_no_privilege()
    {
        Privileges.SkipUnlessRoot();
        const string script = """
            cd "$1"; chown 2000:3000 out.img; chmod 6640 out.img
            setfacl -m u:1234:rw,g::---,m::rw out.img && setfattr -n user.note -v kept out.img || exit 77
            "$airlock" copy $machine --messages none in.img out.img >/dev/null || exit
            stat -c %u:%g:%a out.img; getfacl -cnp out.img; getfattr --only-values -n user.note out.img
            """;
        ProgramResult result = AirlockProgram.RunInShell(script, _folder.Path);
        Skip.If(result.ExitCode == 77, "There are no tools for access control lists here, or no file system that has them.");
        Assert.Equal(
            ["2000:3000:660", "user::rw-", "user:1234:rw-", "group::---", "mask::rw-", "other::---", "kept"],
            result.ShouldSucceed().OutputLines);
    }

    [SkippableFact]
    public void Rights_that_a_folder_gives_by_default_are_not_added_to_a_replaced_file()
    {
        Privileges.SkipUnlessRoot();
        ProgramResult result = AirlockProgram.RunInShell(
            "cd \"$1\"; chmod 600 out.img; setfacl -d -m u:1234:rw . || exit 77\n"
            + "\"$airlock\" copy $machine --messages none in.img out.img >/dev/null && getfacl -cnp out.img",
            _folder.Path);
        Skip.If(result.ExitCode == 77, "There are no tools for access control lists here, or no file system that has them.");
        Assert.Equal(["user::rw-", "group::---", "other::---"], result.ShouldSucceed().OutputLines);
    }

    [SkippableFact]
    public void A_former_owner_and_group_keep_their_rights()
    {
        Privileges.SkipUnlessRoot();
        const string script = """
            cd "$1"; chown 2000:3000 out.img; chmod 660 out.img
            setpriv --reuid 1000 --regid 100 --groups 3000 "$airlock" copy $machine --messages none in.img out.img >/dev/null || exit
            stat -c %u:%g out.img
            setpriv --reuid 2000 --regid 200 --clear-groups sh -c 'cmp in.img out.img && : >>out.img' || exit 8
            setpriv --reuid 4000 --regid 100 --clear-groups cat out.img 2>/dev/null && exit 9; exit 0
            """;
        Assert.Equal("1000:3000\n", AirlockProgram.RunInShell(script, _folder.Path).ShouldSucceed().Output);
    }

    [SkippableFact]
    public void Rights_of_a_group_go_to_no_other_group()
    {
        Privileges.SkipUnlessRoot();
        const string script = """
            cd "$1"; chown 1000:3000 out.img; chmod 660 out.img
            setpriv --reuid 1000 --regid 100 --clear-groups "$airlock" copy $machine --messages none in.img out.img >/dev/null && stat -c %u:%g:%a out.img
            """;
        Assert.Equal("1000:100:600\n", AirlockProgram.RunInShell(script, _folder.Path).ShouldSucceed().Output);
    }
}
