using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>Inputs, outputs and guests that can't work: refused before anything is touched.</summary>
[Trait("Concerns", "files")]
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BadInputTests()
    {
        _folder.WriteOldOutput();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_input_is_refused() => CopyFails("missing.img", 2, "doesn't exist");

    [Fact]
    public void A_folder_is_no_input() => CopyFails(".", 2, "directory");

    [Fact]
    public void A_pipe_is_no_input()
    {
        RunningProgram.Start("mkfifo", [_folder["pipe"]]).Wait().ShouldSucceed();
        CopyFails("pipe", 2, "neither a regular file nor a block device");
    }

    [Fact]
    public void A_character_device_is_no_input() =>
        CopyFails("/dev/zero", 2, "neither a regular file nor a block device");

    [Fact]
    public void The_same_file_twice_is_refused() => CopyFails("out.img", 2, "the input itself");

    [Fact]
    public void A_link_to_the_output_is_the_same_file()
    {
        File.CreateSymbolicLink(_folder["link"], _folder.Output);
        CopyFails("link", 2, "the input itself");
    }

    [Fact]
    public void Another_name_of_the_output_is_the_same_file()
    {
        RunningProgram.Start("ln", [_folder.Output, _folder["name"]]).Wait().ShouldSucceed();
        CopyFails("name", 2, "the input itself");
    }

    [SkippableFact]
    public void A_place_where_the_output_is_mounted_is_the_same_file()
    {
        Privileges.SkipUnlessRoot();
        _folder.WriteFile("place", []);
        AirlockProgram.RunInShell(
            """exec unshare -m sh -c 'mount --bind "$1" "$2" && exec "$0" copy "$2" "$1"' "$airlock" "$@" """, _folder.Output, _folder["place"])
            .ShouldFail(2, "the input itself");
    }

    /// <summary>By its mode, to somebody who isn't root.</summary>
    [SkippableFact]
    public void An_input_that_is_not_for_its_reader_is_refused()
    {
        Privileges.SkipUnlessRoot();
        _folder.WriteInput(1000);
        File.Copy(AirlockProgram.Path, _folder["airlock"]);
        AirlockProgram.RunInShell(
            """chmod 0 "$2" && chmod 777 "$1" && exec setpriv --reuid 65534 --clear-groups "$1/airlock" copy "$2" "$1/new.img" """, _folder.Path, _folder.Input)
            .ShouldFail(2, "The input", "Permission denied");
    }

    [Fact]
    public void A_missing_folder_for_the_output_is_told()
    {
        AirlockProgram.RunWithoutMachine("copy", _folder.WriteInput(1000), _folder["missing/out.img"]).ShouldFail(2, "folder");
        _folder.ShouldHoldOldOutput();
    }

    [Fact]
    public void A_folder_is_no_output() =>
        AirlockProgram.RunWithoutMachine("copy", _folder.WriteInput(1000), _folder.Path).ShouldFail(2, "directory");

    [Fact]
    public void A_character_device_is_no_output() =>
        AirlockProgram.RunWithoutMachine("copy", _folder.WriteInput(1000), "/dev/null").ShouldFail(2, "neither");

    [Fact]
    public void A_name_full_of_control_characters_cannot_drive_the_terminal()
    {
        ProgramResult result = AirlockProgram.RunWithoutMachine("copy", _folder["a\u001b[2Jb\nc"], _folder.Output).ShouldFail(2);
        Assert.DoesNotContain('\u001b', result.Error);
    }

    [Theory]
    [InlineData(0, 1, "empty")]
    [InlineData(0x1_0001, 0x90, "too large")]
    public void A_file_that_is_no_guest_is_refused(int length, byte content, string word) =>
        GuestFails([.. Enumerable.Repeat(content, length)], word);

    [Fact]
    public void An_elf_file_for_another_machine_is_no_guest() => GuestFails(
        [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, .. new byte[9], 2, 0,
         /* EM_AARCH64 */ 183, 0, .. new byte[100]],
        "x86-64");

    [Fact]
    public void A_shared_object_is_no_guest() => GuestFails(File.ReadAllBytes("/bin/sh"), "executable");

    [Fact]
    public void A_truncated_elf_file_is_no_guest() =>
        GuestFails([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1], "outside the file");

    [Fact]
    public void A_missing_guest_is_told()
    {
        AirlockProgram.RunWithoutMachine("run", "--input", _folder.WriteInput(1), "--output", _folder.Output, _folder["guest"])
            .ShouldFail(2, "can't be read");
        _folder.ShouldHoldOldOutput();
    }

    private void CopyFails(string input, int exitCode, string words)
    {
        string[] before = _folder.Names;
        AirlockProgram.RunWithoutMachine("copy", Path.Combine(_folder.Path, input), _folder.Output).ShouldFail(exitCode, words);
        Assert.Equal("what was there before", File.ReadAllText(_folder.Output));
        Assert.Equal(before, _folder.Names);
    }

    private void GuestFails(byte[] guest, string word)
    {
        _folder.WriteFile("guest", guest);
        AirlockProgram.RunWithoutMachine("run", "--input", _folder.WriteInput(1), "--output", _folder.Output, _folder["guest"])
            .ShouldFail(2, word);
        Assert.Equal(["guest", "in.img", "out.img"], _folder.Names);
    }
}
