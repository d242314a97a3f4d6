namespace Airlock.Fuzz.Engine;

/// <summary>What a while of fuzzing came to.</summary>
/// <param name="Cases">Inputs run.</param>
/// <param name="Elapsed">For how long.</param>
/// <param name="NewInputs">Those that went where none had been.</param>
/// <param name="Edges">Counters hit by all inputs together.</param>
/// <param name="Finding">The first input that broke a promise, and what it did; null if none did.</param>
internal sealed record FuzzReport(long Cases, TimeSpan Elapsed, int NewInputs, int Edges, Finding? Finding)
{
    public double CasesPerSecond => Cases / Math.Max(Elapsed.TotalSeconds, 1e-3);
}
