namespace Airlock.Guest.Hosted;

/// <summary>What came of a stream: how it ended, how much of the input was read, and the output.</summary>
public sealed record Decoding<TStatus>(TStatus Status, int Consumed, byte[] Output)
    where TStatus : struct;
