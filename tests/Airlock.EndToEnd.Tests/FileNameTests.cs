using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>Names that aren't UTF-8, and names that are none: what is read and written is what was named.</summary>
[Trait("Concerns", "files")]
public sealed class FileNameTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void Names_keep_their_bytes_from_the_command_line_to_the_disk()
    {
        const string script = """
            cd "$1"; mv in.img "$(printf 'i\377')"
            "$airlock" copy $machine --messages none "$(printf 'i\377')" "$(printf 'o\377')" >/dev/null || exit
            "$airlock" copy $machine --messages none "$(printf 'o\377')" "$(printf 'o\376')" >/dev/null || exit
            ln -s "$(printf 'l\377')" link
            "$airlock" copy $machine --messages none "$(printf 'i\377')" link >/dev/null || exit
            for copy in "$(printf 'o\377')" "$(printf 'o\376')" "$(printf 'l\377')"; do cmp "$(printf 'i\377')" "$copy" || exit 9; done
            ls -1 --quoting-style=c
            find . -name '[ilo]*' -delete
            """;
        _folder.WriteInput(1000);
        ProgramResult result = AirlockProgram.RunInShell(script, _folder.Path).ShouldSucceed();
        Assert.Equal(["\"i\\377\"", "\"l\\377\"", "\"link\"", "\"o\\376\"", "\"o\\377\""], result.OutputLines.Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public void A_message_shows_the_bytes_of_such_a_name() =>
        AirlockProgram.RunInShell("exec \"$airlock\" copy $machine \"$(printf 'i\\377')\" out").ShouldFail(2, "'i\\xff' doesn't exist");

    [SkippableFact]
    public void So_does_the_result_as_JSON()
    {
        _folder.WriteInput(1000);
        ProgramResult result = AirlockProgram.RunInShell(
            "export LD_PRELOAD=$2 LD_FAULT_CALL=fsync LD_FAULT_AT=1 LD_FAULT_COUNT=9 LD_FAULT_ERRNO=5 LD_FAULT_LENGTH=1000\n"
            + "cd \"$1\"; exec \"$airlock\" copy $machine --json in.img \"$(printf 'o\\377')\"",
            _folder.Path, Path.Combine(AppContext.BaseDirectory, "faults.so"));
        result.ShouldFail(1, "'o\\xff' could not be flushed");
        Assert.Contains("could not be flushed", result.OutputLines[^1], StringComparison.Ordinal);
    }

    [SkippableFact]
    public void What_a_process_has_open_is_no_output()
    {
        const string script = """
            cd "$1"; echo >d; exec 9>d; rm d
            "$airlock" copy $machine in.img /dev/fd/9 2>error; [ $? = 2 ] || exit 9
            "$airlock" copy $machine in.img /dev/stdout >out 2>>error; [ $? = 2 ] || exit 9
            grep -c 'a file that a process has open' error; ls -A
            """;
        _folder.WriteInput(1000);
        ProgramResult result = AirlockProgram.RunInShell(script, _folder.Path).ShouldSucceed();
        Assert.Equal(["2", "error", "in.img", "out"], result.OutputLines);
    }

    [SkippableFact]
    public void What_a_process_has_open_is_an_input()
    {
        const string script = """
            cd "$1"; cp in.img gone; exec 9<gone; rm gone
            "$airlock" copy $machine --messages none /dev/fd/9 one && "$airlock" copy $machine --messages none /dev/stdin two <in.img || exit
            cmp in.img one && cmp in.img two
            """;
        _folder.WriteInput(1000);
        AirlockProgram.RunInShell(script, _folder.Path).ShouldSucceed();
    }

    [SkippableFact]
    public void A_pipe_is_none() =>
        AirlockProgram.RunInShell("echo | \"$airlock\" copy $machine /dev/stdin out").ShouldFail(2, "neither a regular file nor a block device");
}
