namespace Airlock.Memory;

/// <summary>Counts of a bus since it was made.</summary>
/// <param name="Accesses">Reads and writes of any outcome.</param>
/// <param name="Refused">Those that a device refused.</param>
/// <param name="Unmapped">Those that met no device.</param>
public readonly record struct BusMetrics(long Accesses, long Refused, long Unmapped);
