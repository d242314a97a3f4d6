using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>What becomes of a file, a link and rights that stand in the output's place: the same as with cp.</summary>
[Trait("Concerns", "files")]
public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void An_output_that_exists_is_replaced_as_a_whole()
    {
        File.WriteAllBytes(_folder.Output, new byte[100_000]);
        AirlockProgram.Run("copy", _folder.WriteInput(1000), _folder.Output).ShouldSucceed();
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
        Assert.Equal(["in.img", "out.img"], _folder.Names);
    }

    [SkippableFact]
    public void A_link_is_followed_and_stays_a_link()
    {
        Directory.CreateDirectory(_folder["sub"]);
        File.WriteAllText(_folder["sub/real.img"], "old");
        File.CreateSymbolicLink(_folder.Output, "sub/real.img");
        AirlockProgram.Run("copy", _folder.WriteInput(1000), _folder.Output).ShouldSucceed();
        Assert.Equal("sub/real.img", new FileInfo(_folder.Output).LinkTarget);
        FileContent.ShouldBeEqual(_folder.Input, _folder["sub/real.img"]);
    }

    [SkippableFact]
    public void An_input_that_is_a_link_is_followed()
    {
        File.CreateSymbolicLink(_folder["link"], _folder.WriteInput(1000));
        AirlockProgram.Run("copy", _folder["link"], _folder.Output).ShouldSucceed();
        FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
    }

    [SkippableTheory]
    [InlineData("022", "644", null)]
    [InlineData("027", "755", null)]
    [InlineData("077", "666", null)]
    [InlineData("000", "666", null)]
    [InlineData("022", "400", null)]
    [InlineData("022", "4755", null)]
    [InlineData("022", "644", "600")]
    [InlineData("077", "600", "777")]
    [InlineData("022", "755", "664")]
    public void Rights_are_those_that_cp_gives(string umask, string inputMode, string? oldMode)
    {
        const string script = """
            umask "$3"; chmod "$4" "$1"
            if [ -n "$5" ]; then for f in "$2" "$2.cp"; do : >"$f"; chmod "$5" "$f"; done; fi
            cp "$1" "$2.cp" && "$airlock" copy $machine --messages none "$1" "$2" >/dev/null && stat -c %a:%u:%g "$2" "$2.cp"
            """;
        ProgramResult result = AirlockProgram.RunInShell(
            script, _folder.WriteInput(100), _folder.Output, umask, inputMode, oldMode ?? string.Empty).ShouldSucceed();
        Assert.Equal(2, result.OutputLines.Length);
        Assert.Equal(result.OutputLines[1], result.OutputLines[0]);
    }
}
