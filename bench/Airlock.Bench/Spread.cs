namespace Airlock.Bench;

/// <summary>What a few measurements of the same thing say together.</summary>
internal readonly record struct Spread(double Median, double Min, double Max)
{
    /// <summary>Tenths of a microsecond, and more than any ratio is worth.</summary>
    private const int Digits = 7;

    /// <exception cref="ArgumentException">There are none.</exception>
    public static Spread Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("There is no median of nothing.", nameof(values));
        }

        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        int middle = sorted.Length / 2;
        double median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(Math.Round(median, Digits), Math.Round(sorted[0], Digits), Math.Round(sorted[^1], Digits));
    }

    /// <summary>
    /// The spread of the ratios round by round: what disturbed a whole round disturbed both, and cancels out.
    /// </summary>
    public static Spread OfRatios(ReadOnlySpan<double> values, ReadOnlySpan<double> references)
    {
        double[] ratios = new double[values.Length];
        for (int i = 0; i < ratios.Length; i++)
        {
            ratios[i] = values[i] / references[i];
        }

        return Of(ratios);
    }
}
