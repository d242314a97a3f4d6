using System.Globalization;
using Airlock.Bench.Parts;

namespace Airlock.Bench;

/// <summary>Measures the parts that are asked for, one after the other.</summary>
internal static class BenchRunner
{
    /// <summary>Runs them, and leaves nothing behind, whatever happens.</summary>
    /// <param name="report">Is told how far it has come.</param>
    /// <param name="show">Is given each result as soon as it is there.</param>
    /// <exception cref="BenchException">A measurement can't go on.</exception>
    /// <exception cref="OperationCanceledException">Somebody interrupted it.</exception>
    public static void Run(
        BenchOptions options, Action<string> report, Action<PartResult> show, CancellationToken cancellation)
    {
        using var folders = new BenchFolders(options);
        var race = new Race(folders.Memory, report, cancellation);
        var context = new BenchContext(options, folders, race, cancellation);
        string machine = MachineName.Describe();
        string date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (BenchPart part in options.Parts)
        {
            PartResult result = Measure(part, context);
            show(result with
            {
                Command = options.CommandFor(part, result.Bytes),
                Kind = options.Machine ?? MachineKinds.Usual,
                Machine = machine,
                Date = date,
            });
        }
    }

    private static PartResult Measure(BenchPart part, BenchContext context) => part switch
    {
        BenchPart.Startup => StartupPart.Run(context),
        BenchPart.Copy => CopyPart.InMemory(context),
        BenchPart.Disk => CopyPart.ToDisk(context),
        BenchPart.Small => SmallPart.Run(context),
        BenchPart.Messages => MessagesPart.Run(context),
        BenchPart.Sparse => SparsePart.MostlyHoles(context),
        BenchPart.Alternate => SparsePart.EveryOtherBlock(context),
        BenchPart.Linear => LinearPart.Run(context),
        BenchPart.Images => ImagesPart.Run(context),
        _ => ManyPart.Run(context),
    };
}
