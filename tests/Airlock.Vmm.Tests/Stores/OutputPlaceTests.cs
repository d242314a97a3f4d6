using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Stores;

/// <summary>Where an output stands is found once, and held.</summary>
public sealed class OutputPlaceTests : IDisposable
{
    private const uint Somebody = 1000;

    private readonly OutputFolder _folder = new();

    public static TheoryData<bool> BothWays => [true, false];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(BothWays))]
    public void A_folder_that_is_moved_during_the_run_keeps_the_output(bool nameless)
    {
        Directory.CreateDirectory(_folder.Files.PathOf("d"));
        _folder.Files.Write("d/out", OutputFolder.Old);
        using OutputFile output = _folder.Create("d/out", nameless);
        Directory.Move(_folder.Files.PathOf("d"), _folder.Files.PathOf("moved"));
        Directory.CreateDirectory(_folder.Files.PathOf("elsewhere"));
        _folder.Files.Link("d", "elsewhere");
        OutputFolder.Fill(output);
        output.Commit();
        Assert.Equal(OutputFolder.New, File.ReadAllBytes(_folder.Files.PathOf("moved/out")));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Files.PathOf("moved")));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Files.PathOf("elsewhere")));
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public void A_link_that_is_turned_during_the_run_leads_nowhere_else(bool nameless)
    {
        _folder.Files.Link("link", "out");
        using OutputFile output = _folder.Create("link", nameless);
        File.Delete(_folder.Files.PathOf("link"));
        _folder.Files.Link("link", "victim");
        output.Commit();
        Assert.True(File.Exists(_folder.Files.PathOf("out")));
        Assert.False(File.Exists(_folder.Files.PathOf("victim")));
    }

    /// <summary>Whatever fs.protected_symlinks says, and whether or not it leads to something.</summary>
    [SkippableTheory]
    [InlineData("precious")]
    [InlineData("missing")]
    [InlineData("in")]
    public void A_link_of_somebody_elses_where_anybody_may_put_one_is_refused(string target)
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Giving files away needs root.");
        _folder.Files.Write("precious", OutputFolder.Old);
        string path = StickyLink(target);
        Bash.Run($"chown -h {Somebody} '{path}'");
        AssertRefused(path, "is a link that somebody else has put into");
        Assert.Equal(OutputFolder.Old, File.ReadAllBytes(_folder.Files.PathOf("precious")));
    }

    [Fact]
    public void A_link_of_ones_own_is_followed_there()
    {
        string path = StickyLink("out");
        using OutputPlace place = OutputPlace.Open(path);
        Assert.Equal("out", place.Name);
    }

    [SkippableFact]
    public void So_is_one_of_the_folders_owner()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Giving files away needs root.");
        string path = StickyLink("out");
        Bash.Run($"chown -h {Somebody} '{path}' '{Path.GetDirectoryName(path)}'");
        using OutputPlace place = OutputPlace.Open(path);
        Assert.Equal("out", place.Name);
    }

    [Theory]
    [InlineData("/dev/stdout")]
    [InlineData("/dev/fd/0")]
    [InlineData("/proc/self/fd/2")]
    [InlineData("/proc/self/exe")]
    public void What_a_process_has_open_is_no_name_for_an_output(string path) =>
        AssertRefused(path, "stands for a file that a process has open, and not for a name; name the file itself.");

    [Fact]
    public void Neither_is_a_link_to_that() =>
        AssertRefused(_folder.Files.Link("link", "/dev/stdout"), "stands for a file that a process has open");

    [Fact]
    public void A_name_that_is_too_long_is_told_at_once() =>
        AssertRefused(_folder.Files.PathOf(new string('n', 256)), "File name too long.");

    [Fact]
    public void A_slash_behind_a_name_makes_it_a_folder()
    {
        AssertRefused(_folder.Files.PathOf("out") + "/", "No such file or directory.");
        AssertRefused(_folder.Files.Root + "/", "is a directory; name the file to write in it.");
    }

    private string StickyLink(string target)
    {
        string folder = _folder.Files.PathOf("sticky");
        Directory.CreateDirectory(folder);
        Bash.Run($"chmod 1777 '{folder}'");
        return _folder.Files.Link("sticky/link", _folder.Files.PathOf(target));
    }

    private void AssertRefused(string path, string words)
    {
        var e = Assert.Throws<AirlockException>(() => OutputTarget.Open(path, _folder.Input, OutputFolder.Length));
        Assert.Equal(AirlockError.Usage, e.Error);
        Assert.StartsWith($"The output '{path}' ", e.Message, StringComparison.Ordinal);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }
}
