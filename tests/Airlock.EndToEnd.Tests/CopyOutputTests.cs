using System.Text.Json;
using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>What <c>airlock copy</c> prints, and where.</summary>
[Trait("Concerns", "files")]
public sealed class CopyOutputTests : IDisposable
{
    private const string SampleOutput = """
        [INFO] init stage=probe device=input address=0x10000000
        [INFO] init stage=features device=input address=0x100000020
        [INFO] init stage=queue device=input address=0x100
        [INFO] capacity device=input sectors=50 bytes=25600
        [INFO] init stage=probe device=output address=0x10001000
        [INFO] init stage=features device=output address=0x100000000
        [INFO] init stage=queue device=output address=0x100
        [INFO] capacity device=output sectors=50 bytes=25600
        [PROGRESS] progress op=copy 1/50 (2%)
        [PROGRESS] progress op=copy 11/50 (22%)
        [PROGRESS] progress op=copy 21/50 (42%)
        [PROGRESS] progress op=copy 31/50 (62%)
        [PROGRESS] progress op=copy 41/50 (82%)
        [PROGRESS] progress op=copy 50/50 (100%)
        [COMPLETE] complete op=copy count=50 success=true

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void The_sample_of_the_contract_is_printed_to_the_letter() =>
        Assert.Equal(SampleOutput, Copy(25_600).ShouldSucceed().Output);

    [SkippableFact]
    public void The_predecessors_text_is_printed_to_the_letter() => Assert.Equal(
        """
        Progress: 1/50
        Progress: 11/50
        Progress: 21/50
        Progress: 31/50
        Progress: 41/50
        Progress: 50/50
        Copy complete: 50 sectors

        """,
        Copy(25_600, "--messages", "text").ShouldSucceed().Output);

    [SkippableFact]
    public void Without_messages_only_the_end_is_told() => Assert.Equal(
        "[COMPLETE] complete op=copy count=50 success=true\n",
        Copy(25_600, "--messages", "none").ShouldSucceed().Output);

    [SkippableFact]
    public void A_progress_step_moves_the_marks()
    {
        string[] marks = Copy(25_600, "--progress-step", "20").ShouldSucceed()
            .OutputLines.Where(line => line.StartsWith("[PROGRESS]", StringComparison.Ordinal)).ToArray();
        Assert.Equal(
            ["[PROGRESS] progress op=copy 1/50 (2%)", "[PROGRESS] progress op=copy 21/50 (42%)",
             "[PROGRESS] progress op=copy 41/50 (82%)", "[PROGRESS] progress op=copy 50/50 (100%)"],
            marks);
    }

    [SkippableFact]
    public void Json_is_one_object_a_line()
    {
        string[] lines = Copy(25_600, "--json").ShouldSucceed().OutputLines;
        Assert.Equal(16, lines.Length);
        using JsonDocument result = JsonDocument.Parse(lines[^1]);
        Assert.Equal("succeeded", result.RootElement.GetProperty("result").GetProperty("outcome").GetString());
        Assert.Equal(TestMachine.Current, result.RootElement.GetProperty("result").GetProperty("machine").GetString());
        Assert.All(lines[..^1], line =>
        {
            using JsonDocument document = JsonDocument.Parse(line);
            Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
            Assert.True(document.RootElement.TryGetProperty("level", out _));
        });
    }

    [SkippableFact]
    public void Statistics_go_to_standard_error()
    {
        ProgramResult result = Copy(25_600, "--stats");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(SampleOutput, result.Output);
        Assert.Contains("wall time", result.Error, StringComparison.Ordinal);
        Assert.Matches(@"output: bytes\s+25,600", result.Error);
    }

    [SkippableFact]
    public void Messages_that_cannot_be_written_fail_the_run()
    {
        _folder.WriteInput(25_600);
        _folder.WriteOldOutput();
        AirlockProgram.RunInShell("exec \"$airlock\" copy $machine \"$1\" \"$2\" >/dev/full", _folder.Input, _folder.Output)
            .ShouldFail(1, "standard output");
        _folder.ShouldHoldOldOutput();
    }

    [SkippableTheory]
    [InlineData(">&-")]
    [InlineData("<&- >&-")]
    [InlineData("<&- >&- 2>&-")]
    public void A_closed_stream_never_becomes_a_file_that_messages_are_written_into(string redirection)
    {
        _folder.WriteInput(25_600);
        AirlockProgram.RunInShell($"exec \"$airlock\" copy $machine \"$1\" \"$2\" {redirection}", _folder.Input, _folder.Output)
            .ShouldSucceed();
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
    }

    [SkippableFact]
    public void A_reader_that_goes_away_does_not_stop_the_copy()
    {
        _folder.WriteInput(25_600);
        AirlockProgram.RunInShell("\"$airlock\" copy $machine \"$1\" \"$2\" | :", _folder.Input, _folder.Output).ShouldSucceed();
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
    }

    [SkippableTheory]
    [InlineData("/dev/full")]
    [InlineData("&-")]
    public void An_error_that_cannot_be_told_still_has_its_exit_code(string destination) => Assert.Equal(
        2,
        AirlockProgram.RunInShell(
            $"exec \"$airlock\" copy $machine \"$1\" \"$2\" 2>{destination}", _folder.Input, _folder.Output).ExitCode);

    private ProgramResult Copy(int length, params string[] options) =>
        AirlockProgram.Run(["copy", .. options, _folder.WriteInput(length), _folder.Output]);
}
