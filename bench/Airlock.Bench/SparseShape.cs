namespace Airlock.Bench;

/// <summary>How data and holes take turns.</summary>
/// <param name="DataLength">Bytes of data at the start of each period.</param>
/// <param name="Period">Bytes from one start to the next.</param>
internal readonly record struct SparseShape(int DataLength, int Period);
