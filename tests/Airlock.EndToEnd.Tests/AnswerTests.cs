using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>What standard output and standard error are like is no reason for a crash, nor for silence.</summary>
[Trait("Concerns", "files")]
public sealed class AnswerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("help copy")]
    [InlineData("copy --help")]
    [InlineData("doctor")]
    [InlineData("doctor --json")]
    [InlineData("guest path copy")]
    public void An_answer_that_nobody_gets_is_an_error_with_a_sentence(string arguments)
    {
        foreach (string redirection in (string[])[">/dev/full", ">&-"])
        {
            ProgramResult result = AirlockProgram.RunInShell($"\"$airlock\" {arguments} {redirection}");
            Assert.True(result.ExitCode == 1, $"{redirection}: exit code {result.ExitCode}: {result.Error}");
            Assert.StartsWith("airlock: Something couldn't be read or written: ", result.Error, StringComparison.Ordinal);
            Assert.Single(result.Error.TrimEnd().Split('\n'));
        }
    }

    [SkippableFact]
    public void A_table_that_cannot_be_printed_is_no_failure()
    {
        string input = _folder.WriteInput(10_000);
        ProgramResult result = AirlockProgram.RunInShell(
            "\"$airlock\" copy $machine --stats \"$1\" \"$2\" 2>/dev/full", input, _folder.Output);
        Assert.Equal(0, result.ExitCode);
        FileContent.ShouldBeEqual(input, _folder.Output);
    }

    [SkippableFact]
    public void The_reason_stands_behind_the_log()
    {
        ProgramResult result = AirlockProgram.Run("copy", "-v", _folder.WriteInput(10_000), Path.Combine(_folder.Path, "none", "out"));
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("airlock: The output ", result.Error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_file_whose_name_looks_like_a_response_file_is_copied_as_it_is()
    {
        string input = _folder.WriteInput(10_000);
        ProgramResult result = AirlockProgram.RunInShell(
            """
            cd "$2"; printf -- '--no-sandbox\n--verbose\n/etc/hostname\n' >x; cp "$1" @x; cp "$1" -- -in
            "$airlock" copy $machine @x first && "$airlock" copy $machine -- -in second && cmp "$1" first && cmp "$1" second
            """,
            input,
            _folder.Path);
        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("sandbox", result.Error, StringComparison.Ordinal);
    }
}
