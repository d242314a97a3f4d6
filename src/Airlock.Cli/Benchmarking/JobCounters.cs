using System.Globalization;
using System.Text.RegularExpressions;

namespace Airlock.Cli.Benchmarking;

/// <summary>What a job of ours tells with <c>--stats</c>, as far as the tables show it.</summary>
internal sealed partial record JobCounters
{
    public required double FirstMessageSeconds { get; init; }

    public required long Messages { get; init; }

    public required long MessageBytes { get; init; }

    /// <summary>Exits to user space.</summary>
    public required long Exits { get; init; }

    /// <summary>What the kernel answered by itself for the sake of messages.</summary>
    public required long KernelTraps { get; init; }

    /// <summary>Reads the table of <see cref="Output.StatsTable"/>.</summary>
    /// <exception cref="BenchException">It isn't there.</exception>
    public static JobCounters Parse(string stats) => new()
    {
        FirstMessageSeconds = Value(stats, "time to first message") / 1000,
        Messages = (long)Value(stats, "messages"),
        MessageBytes = (long)Value(stats, "message bytes"),
        Exits = (long)Value(stats, "exits"),
        KernelTraps = (long)(Value(stats, "message signals") + Value(stats, "port bytes without exit")),
    };

    private static double Value(string stats, string counter)
    {
        foreach (Match line in Counter().Matches(stats))
        {
            if (line.Groups["name"].Value == counter)
            {
                return double.Parse(line.Groups["value"].Value, NumberStyles.Number, CultureInfo.InvariantCulture);
            }
        }

        throw new BenchException($"The program tells nothing of '{counter}'; is it of another version?");
    }

    [GeneratedRegex(@"^\s*(?<name>[a-z][A-Za-z/: ]*?)\s{2,}(?<value>[\d,.]+)( ms)?\s*$", RegexOptions.Multiline)]
    private static partial Regex Counter();
}
