using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Threading;
using System.Threading.Tasks;
using Airlock.Bench;
using Airlock.Bench.Page;

namespace Airlock.Benchmarks.Tests;

/// <summary>
/// The whole benchmark, with the rivals that are installed and a program in place of airlock that copies without a
/// machine: each part measures what it should, hands the machine on, and cleans up.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class BenchTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _tools = Directory.CreateTempSubdirectory("airlock-test-").FullName;
    private readonly string _folder;

    public BenchTests()
    {
        _folder = Directory.CreateDirectory(Path.Combine(_tools, "folder")).FullName;
        File.WriteAllText(Program, $"""
            #!/bin/sh
            echo "$*" >>'{Log}'
            [ "$1" != copy ] || cp "$2" "$3"
            for argument; do
                [ "$argument" != --stats ] || printf '  %s  %s\n' 'time to first message' '2.5 ms' messages 1 \
                    'message bytes' 22 'message signals' 0 exits '1,234' 'port bytes without exit' 0 >&2
            done
            """);
        File.SetUnixFileMode(Program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private string Program => Path.Combine(_tools, "airlock");

    private string Log => Path.Combine(_tools, "log");

    public void Dispose() => Directory.Delete(_tools, recursive: true);

    [Fact]
    public void Every_part_is_measured_and_nothing_is_left()
    {
        string[] parts = [.. BenchParts.All.SelectMany(part => new[] { "--only", part.Name() })];
        string output = Run(["--size", "512000", "--rounds", "1", .. parts]);
        Assert.Equal(
            BenchParts.All.Select(part => $"### {part.Title()}, {MachineKinds.Usual.Title()}"),
            output.Split('\n')
                .Where(line => line.StartsWith("### ", StringComparison.Ordinal)).Select(line => line.Split(':')[0]));
        Assert.Contains("| `dd bs=1M` | 1.00 (1.00 to 1.00) |", output, StringComparison.Ordinal);
        Assert.Contains("| `airlock copy --chunk-size 512` |", output, StringComparison.Ordinal);
        Assert.Contains("| `serial-plain` | protobuf |", output, StringComparison.Ordinal);
        Assert.Contains(
            InstalledPrograms.Find("qemu-img") is null ? "qemu-img isn't installed" : "| text, zstd | `airlock convert` |",
            output,
            StringComparison.Ordinal);
        Assert.Contains("| 200 in a row, each | `airlock copy` |", output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
        Assert.DoesNotContain("--machine", File.ReadAllText(Log), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kvm")]
    [InlineData("process")]
    public void The_machine_is_handed_on_and_kept_with_the_result(string machine)
    {
        string output = Run("--size", "512000", "--rounds", "2", "--only", "copy", "--json", "--machine", machine);
        string line = Assert.Single(output.TrimEnd().Split('\n'));
        PartResult result = ResultJson.Parse<PartResult>(line);
        Assert.Equal(machine, result.Kind.Name());
        Assert.Equal($"./bench.sh --only copy --size 512000 --rounds 2 --machine {machine}", result.Command);
        RowResult job = result.Rows[^1];
        Assert.Equal(1234, job.Counters!.Exits);
        Assert.True(job.TogetherBytes > 0);
        Assert.True(job.Seconds.Median > 0);
        Assert.Equal(job.Ratio, result.Rows[0].JobRatio);
        Assert.All(
            File.ReadAllLines(Log), words => Assert.Contains($"--machine {machine}", words, StringComparison.Ordinal));
    }

    [Fact]
    public void Processes_that_a_run_leaves_behind_are_counted()
    {
        File.SetUnixFileMode(Program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.AppendAllText(Program, $"\n[ -e '{_tools}/left' ] || {{ sleep 60 & echo $! >'{_tools}/left'; }}\n");
        PartResult result = ResultJson.Parse<PartResult>(
            Run("--size", "512000", "--rounds", "1", "--only", "many", "--json"));
        Assert.Equal([1, 1], result.Rows.Select(row => row.Remains?.Processes).OfType<int>());
        using var left = Process.GetProcessById(
            int.Parse(File.ReadAllText($"{_tools}/left"), CultureInfo.InvariantCulture));
        left.Kill();
    }

    [Fact]
    public void A_size_without_room_is_left_out_with_a_reason() => Assert.Contains(
        $"bytes in {_folder} are needed", Run("--size", "500000000000000", "--only", "copy"), StringComparison.Ordinal);

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void An_interrupted_benchmark_leaves_nothing(string signal)
    {
        using Process bench = Start("--size", "64000000", "--rounds", "100000", "--only", "copy");
        Assert.True(SpinWait.SpinUntil(
            () => Directory.EnumerateFiles(_folder, "out", SearchOption.AllDirectories).Any(), s_patience));
        using (Process kill = Process.Start("kill", ["-s", signal, $"{bench.Id}"]))
        {
            kill.WaitForExit();
        }

        Assert.True(bench.WaitForExit(s_patience));
        Assert.Equal(Race.Interrupted, bench.ExitCode);
        Assert.Contains("interrupted", bench.StandardError.ReadToEnd(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    private string Run(params string[] arguments)
    {
        using Process bench = Start(arguments);
        Task<string> errors = bench.StandardError.ReadToEndAsync();
        string output = bench.StandardOutput.ReadToEnd();
        bench.WaitForExit();
        Assert.True(bench.ExitCode == 0, errors.Result);
        return output;
    }

    private Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet",
    [
        Path.Combine(AppContext.BaseDirectory, "Airlock.Bench.dll"),
        "--airlock", Program, "--folder", _folder, "--disk", _folder, .. arguments,
    ])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
