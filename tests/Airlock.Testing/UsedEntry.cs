namespace Airlock.Testing;

/// <summary>An entry of the used ring, as a driver finds it.</summary>
public readonly record struct UsedEntry(uint Id, uint Length);
