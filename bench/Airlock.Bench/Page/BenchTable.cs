using System.Globalization;

namespace Airlock.Bench.Page;

/// <summary>A part's results as a person reads them: ratios first.</summary>
internal sealed record BenchTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    private const double MiB = 1 << 20;

    public static BenchTable Of(PartResult result)
    {
        (string Name, Func<RowResult, string> Cell)[] columns = [.. ColumnsOf(result)];
        return new BenchTable(
            [.. columns.Select(column => column.Name)],
            [.. result.Rows.Select(row => columns.Select(column => column.Cell(row)).ToArray())]);
    }

    private static IEnumerable<(string Name, Func<RowResult, string> Cell)> ColumnsOf(PartResult result) =>
        result.Part switch
        {
            BenchPart.Messages => MessageColumns(),
            BenchPart.Linear => GrowthColumns(),
            BenchPart.Many => [("runs", row => $"{row.Group}"), .. RivalColumns(result), .. RemainsColumns()],
            BenchPart.Images => [("image", row => $"{row.Group}"), .. RivalColumns(result)],
            _ => RivalColumns(result),
        };

    private static IEnumerable<(string Name, Func<RowResult, string> Cell)> RivalColumns(PartResult result)
    {
        yield return ("command", row => Code(row.Name));
        yield return ("ratio, median (min to max)", row => Text(row.Ratio));
        if (result.Rows.Any(row => row.JobRatio is not null))
        {
            yield return ("airlock's ratio to it", row => row.JobRatio is { } ratio ? Text(ratio) : string.Empty);
        }

        yield return ("median ms", row => Milliseconds(row.Seconds));
        yield return ("min to max ms", row => Text($"{row.Seconds.Min * 1000:F1} to {row.Seconds.Max * 1000:F1}"));
        yield return ("processor ms", row => Milliseconds(row.ProcessorSeconds));
        yield return ("peak MiB", row => InMiB(row.PeakBytes));
        if (result.Rows.Any(row => row.TogetherBytes is not null))
        {
            yield return ("peak MiB, all processes", row => InMiB(row.TogetherBytes));
        }

        switch (result.Part)
        {
            case BenchPart.Startup:
                yield return ("ms to the first message", row => Text($"{row.Counters?.FirstMessageSeconds * 1000:F1}"));
                break;
            case BenchPart.Small:
                yield return ("exits a sector", row => Text($"{row.Counters?.Exits / (result.Bytes / 512.0):F4}"));
                break;
            case BenchPart.Copy:
                yield return ("exits a MiB", row => Text($"{row.Counters?.Exits / (result.Bytes / MiB):F2}"));
                break;
        }
    }

    private static IEnumerable<(string Name, Func<RowResult, string> Cell)> RemainsColumns()
    {
        yield return ("processes left", row => Text($"{row.Remains?.Processes}"));
        yield return ("processes on the computer", row => Change(row, state => Text($"{state.Processes}")));
        yield return ("open files on it", row => Change(row, state => Text($"{state.OpenFiles}")));
        yield return ("MiB in use on it", row => Change(row, state => Text($"{state.UsedBytes / MiB:F0}")));
    }

    private static string Change(RowResult row, Func<SystemState, string> value) =>
        row.Remains is { } remains ? $"{value(remains.Before)}, then {value(remains.After)}" : string.Empty;

    private static IEnumerable<(string Name, Func<RowResult, string> Cell)> MessageColumns()
    {
        yield return ("transport", row => Code(row.Group));
        yield return ("form", row => row.Name);
        yield return ("ratio to none (min to max)", row => Text(row.Ratio));
        yield return ("seconds", row => Text($"{row.Seconds.Median:F2}"));
        yield return ("processor seconds", row => Text($"{row.ProcessorSeconds.Median:F2}"));
        yield return ("processor, ratio to none", row => Text($"{row.ProcessorRatio.Median:F2}"));
        yield return ("messages", row => Text($"{row.Counters?.Messages:N0}"));
        yield return ("bytes a message", row => EachMessage(row, row.Counters?.MessageBytes, "F1"));
        yield return ("exits", row => Text($"{row.Counters?.Exits:N0}"));
        yield return ("traps in the kernel a message", row => EachMessage(row, row.Counters?.KernelTraps, "F4"));
    }

    private static IEnumerable<(string Name, Func<RowResult, string> Cell)> GrowthColumns()
    {
        yield return ("bytes", row => Text($"{row.Bytes:N0}"));
        yield return ("command", row => Code(row.Name));
        yield return ("ratio, median (min to max)", row => Text(row.Ratio));
        yield return ("seconds", row => Text($"{row.Seconds.Median:F3}"));
        yield return ("GB/s", row => Text($"{row.Bytes / row.Seconds.Median / 1e9:F2}"));
        yield return ("peak MiB", row => InMiB(row.PeakBytes));
        yield return ("exits", row => Text($"{row.Counters?.Exits:N0}"));
    }

    /// <summary>Nothing where only the last message came: what is left to divide is noise.</summary>
    private static string EachMessage(RowResult row, long? count, string format) =>
        row.Counters is { Messages: > 1 } counters && count is { } value
            ? ((double)value / counters.Messages).ToString(format, CultureInfo.InvariantCulture) : string.Empty;

    private static string Code(string? name) => $"`{name}`";

    private static string InMiB(long? bytes) => Text($"{bytes / MiB:F1}");

    private static string Milliseconds(Spread seconds) => Text($"{seconds.Median * 1000:F1}");

    private static string Text(Spread ratio) => Text($"{ratio.Median:F2} ({ratio.Min:F2} to {ratio.Max:F2})");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
