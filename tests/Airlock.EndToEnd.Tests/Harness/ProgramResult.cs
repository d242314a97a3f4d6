namespace Airlock.EndToEnd.Tests.Harness;

/// <summary>What a finished program left: its exit code and both streams.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    public string[] OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Success, with nothing but messages: standard error stays empty.</summary>
    public ProgramResult ShouldSucceed()
    {
        Assert.True(ExitCode == 0, $"Exit code {ExitCode}: {Error}");
        Assert.Equal(string.Empty, Error);
        return this;
    }

    /// <summary>The exit code, with one sentence on standard error that contains <paramref name="words"/>.</summary>
    public ProgramResult ShouldFail(int exitCode, params string[] words)
    {
        Assert.True(ExitCode == exitCode, $"Exit code {ExitCode}, expected {exitCode}: {Error}\n{Output}");
        string sentence = Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("airlock: ", sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, sentence, StringComparison.OrdinalIgnoreCase));
        return this;
    }
}
