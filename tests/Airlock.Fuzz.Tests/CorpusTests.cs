using Airlock.Fuzz.Engine;
using Airlock.Fuzz.Targets;

namespace Airlock.Fuzz.Tests;

/// <summary>What was once worth keeping still breaks no promise; each input that ever broke one is among it.</summary>
public class CorpusTests
{
    public static TheoryData<string> Targets => [.. TargetList.Names];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_input_of_the_corpus_runs_without_a_finding(string target)
    {
        byte[][] inputs = [.. Corpus.ReadFolder(Corpus.FolderOf(target))];
        Assert.NotEmpty(inputs);
        using var session = new Session(TargetList.Of(target), seed: 1);
        Assert.Null(session.Replay(inputs));
    }

    [Fact]
    public void Every_folder_of_the_corpus_is_a_target() => Assert.Equal(
        TargetList.Names.Order(),
        Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "corpus")).Select(Path.GetFileName).Order());
}
