namespace Airlock.Bench.Chart;

/// <summary>Where a value lies on an axis.</summary>
internal readonly record struct Scale(double First, double Last, double Start, double End, bool IsLogarithmic = false)
{
    /// <summary>The place of a value; what lies beyond the axis is put at its end.</summary>
    public double Map(double value)
    {
        double clamped = Math.Clamp(value, First, Last);
        double share = IsLogarithmic
            ? Math.Log(clamped / First) / Math.Log(Last / First)
            : (clamped - First) / (Last - First);
        return Start + (share * (End - Start));
    }

    /// <summary>A logarithmic axis from a power of ten to a power of ten, around values above zero.</summary>
    public static Scale PowersOfTen(double least, double most, double start, double end)
    {
        double first = Math.Floor(Math.Log10(least));
        double last = Math.Max(first + 1, Math.Ceiling(Math.Log10(most)));
        return new Scale(Math.Pow(10, first), Math.Pow(10, last), start, end, IsLogarithmic: true);
    }
}
