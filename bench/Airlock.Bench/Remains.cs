namespace Airlock.Bench;

/// <summary>What runs leave behind.</summary>
/// <param name="Processes">Those that they started and that are still there.</param>
/// <param name="Before">The computer before the first one.</param>
/// <param name="After">The computer after the last one.</param>
internal sealed record Remains(int Processes, SystemState Before, SystemState After);
