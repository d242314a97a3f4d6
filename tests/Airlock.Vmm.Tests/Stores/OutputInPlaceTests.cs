using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Stores;

/// <summary>An output that stays the file that it is.</summary>
public sealed class OutputInPlaceTests : IDisposable
{
    private static readonly OutputRules s_inPlace = new(InPlace: true, Force: false);

    private readonly OutputFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(OutputFolder.Length)]
    [InlineData(100_000)]
    public void The_same_file_has_the_new_content_whatever_its_length_was(int length)
    {
        string path = _folder.Files.Write("out", new byte[length]), other = _folder.Files.PathOf("other");
        Bash.Run($"ln '{path}' '{other}'");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherExecute);
        UnixFileMode mode = File.GetUnixFileMode(path);
        using (OutputTarget output = OutputTarget.Open(path, _folder.Input, OutputFolder.Length, s_inPlace))
        {
            Assert.False(output.IsBlank);
            OutputFolder.Fill(output);
            Assert.Null(output.Doubt());
            output.Commit();
        }

        Assert.Equal(OutputFolder.New, File.ReadAllBytes(other));
        Assert.Equal(mode, File.GetUnixFileMode(path));
    }

    [Fact]
    public void Opening_it_changes_nothing_and_a_run_that_fails_says_that_it_is_damaged()
    {
        string path = _folder.Files.Write("out", OutputFolder.Old);
        using OutputTarget output = OutputTarget.Open(path, _folder.Input, OutputFolder.Length, s_inPlace);
        Assert.Equal(OutputFolder.Old, File.ReadAllBytes(path));
        Assert.Contains("it is damaged", output.AfterFailure, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_can_not_be_written_in_place() =>
        AssertRefused(_folder.Files.PathOf("out"), "isn't there, so nothing can be written in place");

    [Fact]
    public void Neither_can_the_input() => AssertRefused(_folder.Files.PathOf("in"), "is the input itself");

    [Fact]
    public void What_is_write_protected_is_not_written()
    {
        string path = _folder.Files.Write("out", OutputFolder.Old);
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        AssertRefused(path, "is write-protected");
    }

    [Fact]
    public void What_has_taken_its_name_while_it_was_opened_is_not_written()
    {
        using OutputPlace place = OutputPlace.Open(_folder.Files.Write("out", OutputFolder.Old));
        File.Delete(place.Path);
        _folder.Files.Write("out", [9]);
        Assert.Throws<AirlockException>(() => OutputInPlace.OpenExisting(place, _folder.Input, OutputFolder.Length, force: false));
        Assert.Equal([9], File.ReadAllBytes(place.Path));
    }

    private void AssertRefused(string path, string words)
    {
        var e = Assert.Throws<AirlockException>(() => OutputTarget.Open(path, _folder.Input, OutputFolder.Length, s_inPlace));
        Assert.Equal(AirlockError.Usage, e.Error);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }
}
