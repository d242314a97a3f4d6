using Airlock.Fuzz.Engine;
using Airlock.Fuzz.Targets;

namespace Airlock.Fuzz.Tests;

/// <summary>A short while of fuzzing, the same each time; longer ones are run by hand.</summary>
public class FuzzTests
{
    public static TheoryData<string> Targets => [.. TargetList.Names];

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_short_while_of_fuzzing_finds_nothing(string target)
    {
        using var session = new Session(TargetList.Of(target), seed: 4);
        session.Replay(Corpus.ReadFolder(Corpus.FolderOf(target)));
        FuzzReport report = session.Run(TimeSpan.FromSeconds(2));
        Assert.Null(report.Finding);
        Assert.True(report.Cases > 100, $"Only {report.Cases} cases were run.");
    }
}
