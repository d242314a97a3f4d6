namespace Airlock.Bench.Chart;

/// <summary>A part of the drawing.</summary>
internal readonly record struct Area(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;
}
