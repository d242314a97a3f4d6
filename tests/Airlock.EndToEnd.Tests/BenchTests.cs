using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>The benchmark runs its own copies and the rivals that are installed, and cleans up.</summary>
public sealed class BenchTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    public BenchTests()
    {
        TestMachine.SkipWhereTimeIsEmulated();
    }

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void Every_part_is_measured_and_nothing_is_left()
    {
        ProgramResult result = AirlockProgram.Run([.. Arguments("51200"), "--rounds", "1"]);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(7, result.OutputLines.Count(line => line.StartsWith("### ", StringComparison.Ordinal)));
        Assert.Contains("| `dd bs=1M` | 1.00 (1.00 to 1.00) |", result.Output, StringComparison.Ordinal);
        Assert.Contains("| `airlock copy --chunk-size 512` |", result.Output, StringComparison.Ordinal);
        Assert.Contains("| `serial-plain` | protobuf |", result.Output, StringComparison.Ordinal);
        Assert.Empty(_folder.Names);
    }

    [SkippableFact]
    public void Results_can_be_read_by_programs()
    {
        string line = Assert.Single(
            AirlockProgram.Run([.. Arguments("51200"), "--rounds", "2", "--only", "copy", "--json"]).OutputLines);
        using var json = System.Text.Json.JsonDocument.Parse(line);
        Assert.Equal("copy", json.RootElement.GetProperty("part").GetString());
        Assert.True(json.RootElement.GetProperty("rows")[0].GetProperty("seconds").GetProperty("median").GetDouble() > 0);
    }

    [SkippableFact]
    public void A_size_without_room_is_left_out_with_a_reason()
    {
        ProgramResult result = AirlockProgram.Run([.. Arguments("500000G"), "--only", "copy"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"bytes in {_folder.Path} are needed", result.Output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void An_interrupted_benchmark_leaves_nothing(string signal, int exitCode)
    {
        using RunningProgram bench = AirlockProgram.Start([.. Arguments("64M"), "--rounds", "100000", "--only", "copy"]);
        Assert.True(SpinWait.SpinUntil(
            () => Directory.EnumerateFiles(_folder.Path, "out", SearchOption.AllDirectories).Any(), s_patience));
        bench.Signal(signal);
        ProgramResult result = bench.Wait();
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains("interrupted", result.Error, StringComparison.Ordinal);
        Assert.Empty(_folder.Names);
    }

    private string[] Arguments(string size) => ["bench", "--folder", _folder.Path, "--disk", _folder.Path, "--size", size];
}
