using System.Globalization;
using Airlock.Cli.Benchmarking.Parts;

namespace Airlock.Cli.Benchmarking;

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
        var race = new Race(new ProgramRunner(folders.Memory), report, cancellation);
        var context = new BenchContext(options, folders, race, cancellation);
        string machine = MachineName.Describe();
        string date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (BenchPart part in options.Parts)
        {
            string only = $"airlock bench --only {BenchParts.NameOf(part)}";
            show(Measure(part, context) with
            {
                Command = $"{only} --size {options.Bytes} --rounds {options.Rounds}",
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
        BenchPart.Sparse => SparsePart.Run(context),
        _ => LinearPart.Run(context),
    };
}
