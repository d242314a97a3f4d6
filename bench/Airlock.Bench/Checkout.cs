using System.Reflection;

namespace Airlock.Bench;

/// <summary>Where things lie in the checkout that this program was built in.</summary>
internal static class Checkout
{
    public static string Root { get; } = typeof(Checkout).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>The published program.</summary>
    public static string Airlock => Path.Combine(Root, "artifacts", "airlock", "airlock");

    /// <summary>The programs that bench.sh builds from bench/Rivals.</summary>
    public static string Rivals => Path.Combine(Root, "artifacts", "rivals");

    public static string Results => Path.Combine(Root, "bench", "results");

    public static string Docs => Path.Combine(Root, "docs");
}
