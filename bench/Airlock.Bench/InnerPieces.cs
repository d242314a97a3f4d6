using System.Diagnostics;
using Airlock.Bench.Page;

namespace Airlock.Bench;

/// <summary>
/// The inner pieces by themselves. Their program is built only here: BenchmarkDotNet brings a hundred megabytes.
/// </summary>
internal static class InnerPieces
{
    /// <summary>For <c>--only</c>, and of the file of results.</summary>
    public const string Name = "pieces";

    /// <param name="kept">Where the results are kept, if they are.</param>
    /// <exception cref="BenchException">The program fails.</exception>
    public static void Measure(Results? kept, CancellationToken cancellation)
    {
        string project = Path.Combine(Checkout.Root, "bench", "Airlock.Benchmarks");
        string[] file = kept is null ? [] : ["--", kept.PiecesFile];
        using Process process = Process.Start(
            "dotnet", ["run", "-c", "Release", "--project", project, "--verbosity", "quiet", .. file]);
        using (cancellation.Register(() => process.Kill(entireProcessTree: true)))
        {
            process.WaitForExit();
        }

        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
        {
            throw new BenchException($"Airlock.Benchmarks ended with {process.ExitCode}.");
        }

        kept?.ReadPieces();
    }
}
