using Airlock.Cli.Commands;

namespace Airlock.Cli.Tests.Commands;

/// <summary>Jobs that end before there is a machine: the exit code and the one sentence on standard error.</summary>
[Collection(ConsoleTests.Name)]
public sealed class RefusalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("airlock-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_missing_input() => AssertRefused(
        $"The input '{PathOf("in")}' doesn't exist; check the name.", "copy", PathOf("in"), PathOf("out"));

    [Fact]
    public void The_same_file_twice()
    {
        string file = Write("in");
        AssertRefused($"The output '{file}' is the input itself; name another file.", "copy", file, file);
    }

    [Fact]
    public void A_missing_folder() => AssertRefused(
        $"The output '{PathOf("no/out")}' can't be created in the folder '{PathOf("no")}': No such file or directory.",
        "copy", Write("in"), PathOf("no/out"));

    [Fact]
    public void A_ring_that_is_none() =>
        AssertRefused("A guest starts in ring 3 or ring 0.", "copy", Write("in"), PathOf("out"), "--ring", "1");

    [Fact]
    public void An_empty_guest() => AssertRefused(
        "'guest.bin' is empty, so it isn't a guest image.",
        "run", "--input", Write("in"), "--output", PathOf("out"), Write("guest.bin"));

    [Fact]
    public void A_stream_is_no_disk() => AssertRefused(
        "A stream can't be a disk: write it to a file first. For a file that is called '-', write './-'.", "copy", "-", PathOf("out"));

    [Fact]
    public void A_file_name_cannot_drive_the_terminal() => AssertRefused(
        $"The input '{PathOf(@"\x1b[2J\nin")}' doesn't exist; check the name.",
        "copy", PathOf("\u001b[2J\nin"), PathOf("out"));

    private void AssertRefused(string sentence, params string[] arguments)
    {
        using var console = new CapturedConsole();

        // Whatever this host has, no word on which machine it is comes first.
        string[] all = [.. arguments, "--machine", "kvm"];
        Assert.Equal(ExitCode.Usage, LastResort.Run(() => CommandLine.Run(all)));
        Assert.Equal($"airlock: {sentence}\n", console.Error);
        Assert.Empty(console.Output);
        Assert.False(File.Exists(PathOf("out")));
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private string Write(string name)
    {
        File.WriteAllBytes(PathOf(name), []);
        return PathOf(name);
    }
}
