using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>The command line itself: help, paths of guests, and every way to get it wrong.</summary>
[Trait("Concerns", "files")]
public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--help")]
    [InlineData("copy", "--help")]
    [InlineData("run", "--help")]
    [InlineData("guest", "path", "--help")]
    public void Help_goes_to_standard_output(params string[] arguments) =>
        Assert.Contains("Usage:", AirlockProgram.RunWithoutMachine(arguments).ShouldSucceed().Output, StringComparison.Ordinal);

    [SkippableFact]
    public void The_shipped_guest_runs_like_any_other()
    {
        string guest = Assert.Single(AirlockProgram.RunWithoutMachine("guest", "path", "copy").ShouldSucceed().OutputLines);
        AirlockProgram.Run("run", "--input", _folder.WriteInput(10_000), "--output", _folder.Output, guest)
            .ShouldSucceed();
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
    }

    [SkippableFact]
    public void The_shipped_elf_image_runs_like_any_other()
    {
        string guest = Assert.Single(AirlockProgram.RunWithoutMachine("guest", "path", "--elf", "copy").ShouldSucceed().OutputLines);
        AirlockProgram.Run("run", "--input", _folder.WriteInput(10_000), "--output", _folder.Output, guest)
            .ShouldSucceed();
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("copy")]
    [InlineData("copy", "only-one")]
    [InlineData("copy", "one", "two", "three")]
    [InlineData("copy", "--nonsense", "one", "two")]
    [InlineData("copy", "--ring", "1", "one", "two")]
    [InlineData("copy", "--memory", "7M", "one", "two")]
    [InlineData("copy", "--memory", "lots", "one", "two")]
    [InlineData("copy", "--chunk-size", "513", "one", "two")]
    [InlineData("copy", "--chunk-size", "0", "one", "two")]
    [InlineData("copy", "--progress-step", "0", "one", "two")]
    [InlineData("copy", "--progress-step", "-1", "one", "two")]
    [InlineData("copy", "--stall-timeout", "0", "one", "two")]
    [InlineData("copy", "--stall-timeout", "NaN", "one", "two")]
    [InlineData("copy", "--time-limit", "-1", "one", "two")]
    [InlineData("copy", "--messages", "loud", "one", "two")]
    [InlineData("copy", "--transport", "pigeon", "one", "two")]
    [InlineData("copy", "", "two")]
    [InlineData("copy", "one", "")]
    [InlineData("run", "guest")]
    [InlineData("guest", "path", "nonsense")]
    public void A_wrong_command_line_is_refused(params string[] arguments)
    {
        ProgramResult result = AirlockProgram.RunWithoutMachine(arguments);
        Assert.True(result.ExitCode == 2, $"Exit code {result.ExitCode}: {result.Error}");
        Assert.Equal(string.Empty, result.Output);
        Assert.StartsWith("airlock: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }
}
