using System.Collections.Concurrent;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Tests.Stores;

/// <summary>A file that isn't there before it is complete, written without a name or under a hidden one.</summary>
public sealed class OutputFileTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly OutputFolder _folder = new();

    public static TheoryData<bool> BothWays => [true, false];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(BothWays))]
    public void A_new_file_appears_whole_with_the_commit(bool nameless)
    {
        using OutputFile output = _folder.Create("out", nameless);
        OutputFolder.Fill(output);
        Assert.False(File.Exists(_folder.Files.PathOf("out")));
        output.Commit();
        Assert.Equal(OutputFolder.New, File.ReadAllBytes(_folder.Files.PathOf("out")));
        Assert.Equal(["in", "out"], _folder.Files.Names);
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public void What_stood_there_is_replaced_in_one_step(bool nameless)
    {
        string path = _folder.Files.Write("out", OutputFolder.Old);
        using FileStream reader = File.OpenRead(path);
        using OutputFile output = _folder.Create("out", nameless);
        OutputFolder.Fill(output);
        Assert.Equal(OutputFolder.Old, File.ReadAllBytes(path));
        Assert.Equal(WatcherChangeTypes.Renamed, FirstChangeOf("out", output.Commit)); // so the name was never missing
        Assert.Equal(OutputFolder.New, File.ReadAllBytes(path));
        Assert.Equal(OutputFolder.Old.Length, reader.Length); // who had it open still has the old one
        Assert.Equal(["in", "out"], _folder.Files.Names);
    }

    /// <summary>What happens first to a name in the folder.</summary>
    private WatcherChangeTypes FirstChangeOf(string name, Action action)
    {
        using var changes = new BlockingCollection<FileSystemEventArgs>();
        using var watcher = new FileSystemWatcher(_folder.Files.Root);
        watcher.Created += (_, change) => changes.Add(change);
        watcher.Deleted += (_, change) => changes.Add(change);
        watcher.Renamed += (_, change) => changes.Add(change);
        watcher.EnableRaisingEvents = true;
        action();
        FileSystemEventArgs? first;
        do
        {
            Assert.True(changes.TryTake(out first, s_patience), "Nothing has happened to it.");
        }
        while (first.Name != name);

        watcher.EnableRaisingEvents = false;
        return first.ChangeType;
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public void Without_a_commit_nothing_is_left(bool nameless)
    {
        string path = _folder.Files.Write("out", OutputFolder.Old);
        using (OutputFile output = _folder.Create("out", nameless))
        {
            OutputFolder.Fill(output);
        }

        Assert.Equal(OutputFolder.Old, File.ReadAllBytes(path));
        Assert.Equal(["in", "out"], _folder.Files.Names);
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public void The_file_has_the_inputs_length_from_the_start(bool nameless)
    {
        using OutputFile output = _folder.Create("out", nameless);
        Assert.Equal(OutputFolder.Length, RandomAccess.GetLength(output.Handle));
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public void Disposing_twice_or_after_the_commit_takes_nothing_away(bool nameless)
    {
        OutputFile output = _folder.Create("out", nameless);
        output.Commit();
        output.Dispose();
        output.Dispose();
        Assert.Equal(["in", "out"], _folder.Files.Names);
    }

    [Fact]
    public void Without_a_name_the_folder_shows_nothing()
    {
        using OutputFile output = _folder.Create("out", nameless: true);
        Assert.Equal(["in"], _folder.Files.Names);
    }

    [Fact]
    public void Where_files_need_a_name_it_is_hidden_and_not_the_outputs()
    {
        using OutputFile output = _folder.Create("out", nameless: false);
        string hidden = Assert.Single(_folder.Files.Names, name => name != "in");
        Assert.Matches(@"^\.airlock-.", hidden);
    }

    [Fact]
    public void A_file_that_came_meanwhile_is_replaced_too()
    {
        using OutputFile output = _folder.Create("out", nameless: true);
        OutputFolder.Fill(output);
        _folder.Files.Write("out", OutputFolder.Old);
        output.Commit();
        Assert.Equal(OutputFolder.New, File.ReadAllBytes(_folder.Files.PathOf("out")));
        Assert.Equal(["in", "out"], _folder.Files.Names);
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public void A_commit_that_fails_says_so_and_leaves_nothing(bool nameless)
    {
        string path = _folder.Files.PathOf("out");
        using (OutputFile output = _folder.Create("out", nameless))
        {
            Directory.CreateDirectory(path); // a folder took the name meanwhile
            var e = Assert.Throws<AirlockException>(output.Commit);
            Assert.Equal(AirlockError.FileAccess, e.Error);
            Assert.Equal($"The output '{path}' could not be given its name: Is a directory.", e.Message);
        }

        Assert.Equal(["in", "out"], _folder.Files.Names);
    }
}
