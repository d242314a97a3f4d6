using System.Globalization;

namespace Airlock.Bench.Parts;

/// <summary>From little to much: time should grow as the data does, and memory not at all.</summary>
internal static class LinearPart
{
    /// <summary>Times the size that was asked for; with the usual one, from 1 MB to 10 GB.</summary>
    private static readonly decimal[] s_factors = [0.001m, 0.01m, 0.1m, 1, 5.12m, 10];

    /// <summary>What is copied in so many rounds takes minutes otherwise.</summary>
    private const int RoundsOfLarge = 3;

    public static PartResult Run(BenchContext context)
    {
        long size = context.BytesOf(BenchPart.Linear);
        var rows = new List<RowResult>();
        var notes = new List<string?>();
        foreach (decimal factor in s_factors)
        {
            long bytes = Math.Max(1, (long)(size * factor));
            if (context.LackFor(bytes, context.Output) is { } lack)
            {
                notes.Add(lack);
                continue;
            }

            context.MakeInput(bytes);
            Contestant[] contestants =
            [
                new("dd bs=1M", InstalledPrograms.Require("dd"),
                    $"if={context.Input}", $"of={context.Output}", "bs=1M"),
                context.Job("airlock copy", context.Input, context.Output),
            ];
            int rounds = factor > 1 ? Math.Min(RoundsOfLarge, context.Options.Rounds) : context.Options.Rounds;
            string title = string.Create(CultureInfo.InvariantCulture, $"linear, {bytes:N0} bytes");
            rows.AddRange(context.Compare(title, contestants, context.Output, rounds)
                .Select(row => row with { Bytes = bytes }));
        }

        return context.Result(BenchPart.Linear, size, rows, [.. notes]);
    }
}
