namespace Airlock.Bench;

/// <summary>The times of each contestant in each round.</summary>
internal sealed class RaceTimes
{
    private readonly double[][] _wall;
    private readonly double[][] _processor;

    public RaceTimes(int contestants, int rounds)
    {
        _wall = Table(contestants, rounds);
        _processor = Table(contestants, rounds);
    }

    public void Set(int contestant, int round, in ProcessRun run)
    {
        _wall[contestant][round] = run.Wall.TotalSeconds;
        _processor[contestant][round] = run.Processor.TotalSeconds;
    }

    /// <summary>One contestant's row, with ratios to the first one.</summary>
    public RowResult Row(string name, int contestant) => new()
    {
        Name = name,
        Ratio = Ratio(contestant, 0),
        Seconds = Spread.Of(_wall[contestant]),
        ProcessorRatio = Spread.OfRatios(_processor[contestant], _processor[0]),
        ProcessorSeconds = Spread.Of(_processor[contestant]),
    };

    /// <summary>The wall-clock time of one as a ratio to that of another.</summary>
    public Spread Ratio(int contestant, int reference) => Spread.OfRatios(_wall[contestant], _wall[reference]);

    private static double[][] Table(int rows, int columns) =>
        [.. Enumerable.Range(0, rows).Select(_ => new double[columns])];
}
