namespace Airlock.Bench.Page;

/// <summary>What one inner piece costs.</summary>
/// <param name="Name">What is done, in words.</param>
/// <param name="Nanoseconds">The mean for one operation.</param>
/// <param name="AllocatedBytes">On the managed heap, for one operation.</param>
internal sealed record PieceResult(string Name, double Nanoseconds, long AllocatedBytes);
