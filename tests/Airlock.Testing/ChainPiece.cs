namespace Airlock.Testing;

/// <summary>One buffer of a chain, as a driver hands it to <see cref="RingBuilder"/>.</summary>
public readonly record struct ChainPiece(ulong Address, uint Length, bool Writable);
