using System.Text.RegularExpressions;

namespace Airlock.Repo.Tests;

/// <summary>The repository works wherever it lies, so no file names a place on somebody's machine.</summary>
public partial class PlaceTests
{
    [Fact]
    public void No_file_names_a_place_outside_the_repository() => Assert.All(Repository.TextFiles, file =>
    {
        Match place = Place().Match(File.ReadAllText(file));
        Assert.False(place.Success, $"{Path.GetRelativePath(Repository.Root, file)} names '{place.Value}'.");
    });

    /// <summary>A path into a folder of a user or of a build machine.</summary>
    [GeneratedRegex(@"(?<![\w.~-])/(home|root|Users|work|workspace|mnt|builds)/[\w.-]+")]
    private static partial Regex Place();
}
