using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>Inputs, outputs and guests that can't work: refused before anything is touched.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BadInputTests()
    {
        _folder.WriteOldOutput();
    }

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void A_missing_input_is_refused() => CopyFails("missing.img", 2, "doesn't exist");

    [SkippableFact]
    public void A_folder_is_no_input() => CopyFails(".", 2, "directory");

    [SkippableFact]
    public void A_pipe_is_no_input()
    {
        AirlockProgram.RunInShell("mkfifo \"$1\"", _folder["pipe"]).ShouldSucceed();
        CopyFails("pipe", 2, "neither a regular file nor a block device");
    }

    [SkippableFact]
    public void A_character_device_is_no_input() =>
        CopyFails("/dev/zero", 2, "neither a regular file nor a block device");

    [SkippableFact]
    public void The_same_file_twice_is_refused() => CopyFails("out.img", 2, "the input itself");

    [SkippableFact]
    public void A_link_to_the_output_is_the_same_file()
    {
        File.CreateSymbolicLink(_folder["link"], _folder.Output);
        CopyFails("link", 2, "the input itself");
    }

    [SkippableFact]
    public void Another_name_of_the_output_is_the_same_file()
    {
        AirlockProgram.RunInShell("ln \"$1\" \"$2\"", _folder.Output, _folder["name"]).ShouldSucceed();
        CopyFails("name", 2, "the input itself");
    }

    [SkippableFact]
    public void A_missing_folder_for_the_output_is_told()
    {
        AirlockProgram.Run("copy", _folder.WriteInput(1000), _folder["missing/out.img"]).ShouldFail(2, "folder");
        _folder.ShouldHoldOldOutput();
    }

    [SkippableFact]
    public void A_folder_is_no_output() =>
        AirlockProgram.Run("copy", _folder.WriteInput(1000), _folder.Path).ShouldFail(2, "directory");

    [SkippableFact]
    public void A_character_device_is_no_output() =>
        AirlockProgram.Run("copy", _folder.WriteInput(1000), "/dev/null").ShouldFail(2, "neither");

    [SkippableFact]
    public void A_name_full_of_control_characters_cannot_drive_the_terminal()
    {
        ProgramResult result = AirlockProgram.Run("copy", _folder["a\u001b[2Jb\nc"], _folder.Output).ShouldFail(2);
        Assert.DoesNotContain('\u001b', result.Error);
    }

    [SkippableTheory]
    [InlineData(0, 1, "empty")]
    [InlineData(0x1_0001, 0x90, "too large")]
    public void A_file_that_is_no_guest_is_refused(int length, byte content, string word) =>
        GuestFails([.. Enumerable.Repeat(content, length)], word);

    [SkippableFact]
    public void An_elf_file_for_another_machine_is_no_guest() => GuestFails(
        [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, .. new byte[9], 2, 0,
         /* EM_AARCH64 */ 183, 0, .. new byte[100]],
        "x86-64");

    [SkippableFact]
    public void A_shared_object_is_no_guest() => GuestFails(File.ReadAllBytes("/bin/sh"), "executable");

    [SkippableFact]
    public void A_truncated_elf_file_is_no_guest() =>
        GuestFails([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1], "outside the file");

    [SkippableFact]
    public void A_missing_guest_is_told()
    {
        AirlockProgram.Run("run", "--input", _folder.WriteInput(1), "--output", _folder.Output, _folder["guest"])
            .ShouldFail(2, "can't be read");
        _folder.ShouldHoldOldOutput();
    }

    private void CopyFails(string input, int exitCode, string words)
    {
        string[] before = _folder.Names;
        AirlockProgram.Run("copy", Path.Combine(_folder.Path, input), _folder.Output).ShouldFail(exitCode, words);
        Assert.Equal("what was there before", File.ReadAllText(_folder.Output));
        Assert.Equal(before, _folder.Names);
    }

    private void GuestFails(byte[] guest, string word)
    {
        _folder.WriteFile("guest", guest);
        AirlockProgram.Run("run", "--input", _folder.WriteInput(1), "--output", _folder.Output, _folder["guest"])
            .ShouldFail(2, word);
        Assert.Equal(["guest", "in.img", "out.img"], _folder.Names);
    }
}
