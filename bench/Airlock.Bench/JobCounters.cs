using System.Globalization;

namespace Airlock.Bench;

/// <summary>What a job of ours tells with <c>--stats</c>, as far as the tables show it.</summary>
internal sealed record JobCounters
{
    public required double FirstMessageSeconds { get; init; }

    public required long Messages { get; init; }

    public required long MessageBytes { get; init; }

    /// <summary>Exits to user space.</summary>
    public required long Exits { get; init; }

    /// <summary>What the kernel answered by itself for the sake of messages.</summary>
    public required long KernelTraps { get; init; }

    /// <summary>Reads the table that airlock prints.</summary>
    /// <exception cref="BenchException">It isn't there.</exception>
    public static JobCounters Parse(string stats) => new()
    {
        FirstMessageSeconds = Value(stats, "time to first message") / 1000,
        Messages = (long)Value(stats, "messages"),
        MessageBytes = (long)Value(stats, "message bytes"),
        Exits = (long)Value(stats, "exits"),
        KernelTraps = (long)(Value(stats, "message signals") + Value(stats, "port bytes without exit")),
    };

    /// <summary>A row is a name and a number, apart by two spaces or more; times end with their unit.</summary>
    private static double Value(string stats, string counter)
    {
        foreach (string line in stats.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith(counter + "  ", StringComparison.Ordinal)
                && double.TryParse(
                    line[counter.Length..].Replace(" ms", null, StringComparison.Ordinal),
                    NumberStyles.Number, CultureInfo.InvariantCulture, out double value))
            {
                return value;
            }
        }

        throw new BenchException($"The program tells nothing of '{counter}'; is it of another version?");
    }
}
