using System;

namespace Airlock.Benchmarks.Decoders;

/// <summary>A decoder with a stream to decode into a target of just the right length.</summary>
internal sealed record RaceDecoder(string Name, Action<byte[]> Decode);
