using Airlock.Interop;

namespace Airlock.Bench.Parts;

/// <summary>Many small copies, one after the other and all at once, and what they leave on the computer.</summary>
internal static class ManyPart
{
    private const int InARow = 200;
    private const int AtOnce = 20;

    public static PartResult Run(BenchContext context)
    {
        long bytes = context.BytesOf(BenchPart.Many);
        if (context.LackFor(bytes * AtOnce, context.Output) is { } lack)
        {
            return context.Result(BenchPart.Many, bytes, [], lack);
        }

        context.MakeInput(bytes);

        // What loses its parent becomes a child of this process, and not of the system's first one, and can be counted.
        _ = LibC.prctl(LibC.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
        return context.Result(
            BenchPart.Many,
            bytes,
            [
                .. Measure(context, $"{InARow} in a row, each", InARow, copies: 1),
                .. Measure(context, $"{AtOnce} at once, together", context.Options.Rounds, AtOnce),
            ]);
    }

    private static IEnumerable<RowResult> Measure(BenchContext context, string group, int rounds, int copies)
    {
        string dd = InstalledPrograms.Require("dd");
        Contestant[] contestants =
        [
            Times(copies, context, output => new("dd bs=1M", dd, $"if={context.Input}", $"of={output}", "bs=1M")),
            Times(copies, context, output => context.Job("airlock copy", context.Input, output)),
        ];
        var before = SystemState.Now();
        List<RowResult> rows = context.Compare($"many, {group}", contestants, context.Output, rounds);
        var remains = new Remains(
            ProcessTree.DescendantsOf(Environment.ProcessId).Count(ProcessTree.HasMemory), before, SystemState.Now());
        return rows.Select((row, i) => row with { Group = group, Remains = contestants[i].IsJob ? remains : null });
    }

    /// <summary>A command several times at once, each with an output of its own.</summary>
    private static Contestant Times(int copies, BenchContext context, Func<string, Contestant> command) =>
        command(context.Output) with
        {
            Beside = [.. Enumerable.Range(1, copies - 1).Select(i => command($"{context.Output}-{i}").Command)],
        };
}
